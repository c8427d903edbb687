-- How many of each name there are, since when and from where: kept by the engine itself with every
-- part, so it is exact after erasures and unmerged parts too, and the catalogue reads a few rows a
-- part in place of every event. An insert of 2,000 events costs about 4 ms more of CPU.
alter table {local:event} {on_cluster} modify setting lightweight_mutation_projection_mode = 'rebuild';
alter table {local:event} {on_cluster} add projection if not exists seen_names (
  select tenant_id, name, platform, source, protocol, count(), min(at), max(at)
  group by tenant_id, name, platform, source, protocol
);
alter table {local:event} {on_cluster} materialize projection seen_names;
