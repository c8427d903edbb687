-- What a brand says of an attribute or a property of this name: its type, how far it may be shown,
-- whose word counts. Built-in ones stand in profile/built-in.ts and are here only when changed.
create table attribute_definition (
  tenant_id uuid not null references tenant (id),
  name text not null,
  label text not null,
  type text not null check (type in ('text', 'number', 'boolean', 'date', 'list', 'choice')),
  choices text[] not null default '{}',
  group_name text not null default '',
  data_class text not null check (data_class in ('public', 'personal', 'sensitive')),
  -- Shown shortened to who may not see personal data in full.
  is_masked boolean not null,
  -- Whose word counts first; sources that are not listed come after, the newest word of them.
  source_priority text[] not null default '{operator}',
  description text not null default '',
  is_archived boolean not null default false,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (tenant_id, name)
);

-- Raised by every change of a class: a group commit reads it to know whether its copy still holds.
create table attribute_policy (
  tenant_id uuid primary key references tenant (id),
  version bigint not null default 1
);

-- Who said it: `user:<id>` of an edit; null for sources.
alter table attribute add column actor text;

-- Sensitive values, encrypted per field, in a table of their own: whoever reads `attribute` (lists,
-- exports, webhooks) does not have them.
create table sealed_attribute (
  tenant_id uuid not null,
  node_id bigint not null,
  name text not null,
  source text not null,
  -- Null: taken away.
  sealed text,
  -- Keyed digest of tenant, node, name and value: tells "the same again" without opening.
  digest bytea,
  at timestamptz not null,
  actor text,
  primary key (tenant_id, node_id, name, source),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);

-- Words that were replaced or withdrawn; the present one is in `attribute` or `sealed_attribute`.
create table attribute_history (
  position bigint generated always as identity,
  tenant_id uuid not null,
  node_id bigint not null,
  name text not null,
  source text not null,
  value jsonb,
  sealed text,
  at timestamptz not null,
  actor text,
  replaced_at timestamptz not null default now(),
  replaced_by text,
  primary key (tenant_id, node_id, name, position),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);

-- Here rather than in the statements, since `returning old` needs PostgreSQL 18 and a copy read
-- beforehand would miss what another transaction writes in between. Once a statement, for the set.
create function keep_replaced_words() returns trigger language plpgsql as $$
begin
  insert into attribute_history (tenant_id, node_id, name, source, value, at, actor, replaced_by)
  select o.tenant_id, o.node_id, o.name, o.source, o.value, o.at, o.actor, n.actor
  from before_rows o
  join after_rows n using (tenant_id, node_id, name, source)
  where n.value is distinct from o.value;
  return null;
end $$;
create trigger attribute_replaced after update on attribute
  referencing old table as before_rows new table as after_rows
  for each statement execute function keep_replaced_words();

create function keep_replaced_sealed_words() returns trigger language plpgsql as $$
begin
  insert into attribute_history (tenant_id, node_id, name, source, sealed, at, actor, replaced_by)
  select o.tenant_id, o.node_id, o.name, o.source, o.sealed, o.at, o.actor, n.actor
  from before_rows o
  join after_rows n using (tenant_id, node_id, name, source)
  where n.digest is distinct from o.digest;
  return null;
end $$;
create trigger sealed_attribute_replaced after update on sealed_attribute
  referencing old table as before_rows new table as after_rows
  for each statement execute function keep_replaced_sealed_words();

-- Sensitive values that were not stored. A row a group commit, never a counter that all of them wait for.
create table sensitive_refusal (
  tenant_id uuid not null references tenant (id),
  day date not null default current_date,
  name text not null,
  source text not null,
  reason text not null check (reason in ('no_consent', 'no_customer', 'not_settable')),
  times bigint not null
);
create index sensitive_refusal_by_day on sensitive_refusal (tenant_id, day);
