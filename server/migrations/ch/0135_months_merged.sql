-- A month nothing has come into for a day is merged into one part. A page of a timeline reads months back
-- until it is full, at about 1 ms for each part it looks into: with twelve months in five parts each the first 20
-- lines take 38 ms at the median, with one part each 24. What it costs is bounded: a month is written anew once
-- (15 s of CPU for 4,200,000 events), and again only when late events came into it and a day passed without any.
-- The month that is being written is left to the engine's own choice.
alter table {local:event} {on_cluster} modify setting
  min_age_to_force_merge_seconds = 86400, min_age_to_force_merge_on_partition_only = 1;
