-- Hours of events that lie as files in the export folder: each once, by the hour of receipt, so that what
-- came late is in the hour in which it came.
create table event_export_hour (
  tenant_id uuid not null references tenant (id),
  hour timestamptz not null,
  -- Below the folder; null: nothing was received.
  file text,
  rows bigint not null,
  bytes bigint not null,
  done_at timestamptz not null,
  primary key (tenant_id, hour)
);
