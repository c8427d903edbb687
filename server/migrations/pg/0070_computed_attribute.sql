-- Attributes that are reckoned. Their values stand in `attribute` under the source `computed`, with
-- their history; here stands what they are and how far their keeping has come.
create table computed_attribute (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- Of the attribute; its label, type and description stand in attribute_definition.
  name text not null,
  -- deleted: its values are being taken away, or are gone (then `name` is free again).
  state text not null default 'live' check (state in ('live', 'paused', 'deleted')),
  definition_version integer not null default 0,
  -- What may change a value, as for audiences.
  needs_events text[] not null default '{}',
  needs_keys text[] not null default '{}',
  needs_audiences uuid[] not null default '{}',
  is_whole boolean not null default false,
  is_clocked boolean not null default false,
  -- How many customers have a value.
  customers bigint not null default 0,
  -- Values are what the definition says at this moment.
  evaluated_at timestamptz,
  changed_at timestamptz,
  crossed_at timestamptz,
  wake_at timestamptz,
  -- Everybody is to be looked at.
  build text check (build in ('silent', 'told')),
  settles_after xid8,
  settles_batch bigint,
  heard jsonb not null default '{}',
  failed_at timestamptz,
  failure text,
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (tenant_id, id)
);
create unique index computed_attribute_by_name on computed_attribute (tenant_id, name) where state <> 'deleted' or build is not null;
create index computed_attribute_to_build on computed_attribute (tenant_id) where build is not null or settles_after is not null;
create index computed_attribute_to_wake on computed_attribute (wake_at) where state = 'live' and wake_at is not null;

-- Each wording of a definition, kept for ever.
create table computed_definition (
  tenant_id uuid not null,
  attribute_id uuid not null,
  version integer not null,
  definition jsonb not null,
  note text not null default '',
  at timestamptz not null default now(),
  by text not null,
  by_name text not null default '',
  primary key (tenant_id, attribute_id, version),
  foreign key (tenant_id, attribute_id) references computed_attribute (tenant_id, id)
);

-- Where the fifths of an RFM definition ended, each time they were cut.
create table computed_cut_offs (
  tenant_id uuid not null,
  attribute_id uuid not null,
  taken_at timestamptz not null,
  definition_version integer not null,
  -- {"r": [4 numbers], "f": [4], "m": [4]}
  cuts jsonb not null,
  buyers bigint not null,
  primary key (tenant_id, attribute_id, taken_at),
  foreign key (tenant_id, attribute_id) references computed_attribute (tenant_id, id)
);

-- What stands of a computed attribute, and how many have one.
create index attribute_computed on attribute (tenant_id, name, node_id) where source = 'computed';

-- Its values are reckoned; whoever else says one is not heard, and that is counted.
alter table attribute_definition add column is_computed boolean not null default false;
alter table sensitive_refusal drop constraint sensitive_refusal_reason_check;
alter table sensitive_refusal add constraint sensitive_refusal_reason_check
  check (reason in ('no_consent', 'no_customer', 'not_settable', 'computed'));

create or replace function note_regrouped() returns trigger language plpgsql as $$
begin
  if exists (select 1 from audience where tenant_id = new.tenant_id)
    or exists (select 1 from computed_attribute where tenant_id = new.tenant_id) then
    insert into regrouped_node (tenant_id, node_id, from_id, to_id)
    values (new.tenant_id, new.id, old.canonical_id, new.canonical_id);
  end if;
  return null;
end $$;
