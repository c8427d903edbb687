-- Counted up by every edit: who edits says which one was seen.
alter table audience add column revision integer not null default 1;
