-- 虚拟事件: events with conditions under a name of their own, usable in questions wherever an event is.
create table virtual_event (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  -- {any_of: [{event, where}]}
  pattern jsonb not null,
  owner_id uuid references app_user (id) on delete set null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index virtual_event_by_name on virtual_event (tenant_id, lower(name));
