-- What a brand defines over its events: 虚拟事件 (a pattern under a name) and 派生属性 (a property reckoned
-- when it is read). Rules name them; what is evaluated has their meaning written in.
alter table virtual_event add column description text not null default '';
alter table virtual_event add column version integer not null default 1;
-- No longer offered; what names it goes on.
alter table virtual_event add column archived_at timestamptz;
drop index virtual_event_by_name;
create unique index virtual_event_by_name on virtual_event (tenant_id, lower(name)) where archived_at is null;

create table derived_property (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  description text not null default '',
  -- Events it is a property of; empty: of all.
  events text[] not null default '{}',
  expression jsonb not null,
  type text not null check (type in ('number', 'text')),
  version integer not null default 1,
  owner_id uuid references app_user (id) on delete set null,
  updated_at timestamptz not null,
  archived_at timestamptz,
  primary key (tenant_id, id)
);
create unique index derived_property_by_name on derived_property (tenant_id, lower(name)) where archived_at is null;

-- The wording in force with the meaning of what it names written in; null: it names nothing.
alter table audience add column compiled jsonb;
-- Virtual events and derived properties its answer hangs on, also those behind others.
alter table audience add column needs_defined uuid[] not null default '{}';
alter table computed_attribute add column compiled jsonb;
alter table computed_attribute add column needs_defined uuid[] not null default '{}';
