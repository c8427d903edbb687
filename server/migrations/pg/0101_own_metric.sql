-- Metrics that a brand defines itself: what is counted, of what it is a share, and who answers for it.
create table own_metric (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- {name, definition, unit, term, better, of, by}
  content jsonb not null,
  owner_id uuid references app_user (id) on delete set null,
  updated_at timestamptz not null,
  -- No longer offered; what shows it already goes on.
  archived_at timestamptz,
  primary key (tenant_id, id)
);
create unique index own_metric_by_name on own_metric (tenant_id, lower(content ->> 'name')) where archived_at is null;
