-- How far an audience's tag has come: the version it is brought to now, and the last customer done of
-- that. tag_sync is {"tag_id": "…", "mode": "add" | "mirror"}.
alter table audience
  add column tag_target_version bigint,
  add column tag_done_id bigint not null default 0;
