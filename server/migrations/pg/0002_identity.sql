-- Dense ids: bitmaps and flat dictionaries need them. ClickHouse keeps them as UInt32.
create sequence customer_id_seq as bigint minvalue 1 maxvalue 4294967295 no cycle;

-- One row a node; a customer is the group of nodes with the same canonical_id (its smallest node).
create table customer (
  tenant_id uuid not null references tenant (id),
  id bigint not null,
  canonical_id bigint not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index customer_by_group on customer (tenant_id, canonical_id);

create table identifier (
  tenant_id uuid not null,
  namespace text not null,
  value text not null,
  -- The customer it was first attached to; moves only for weak values.
  node_id bigint not null,
  -- The group it belongs to now.
  customer_id bigint not null,
  is_unique boolean not null,
  is_weak boolean not null,
  -- A server key, provider login, phone code, import or operator said so; else any client did.
  is_verified boolean not null,
  -- Seen with too many known customers: never links again.
  is_shared boolean not null default false,
  -- Has moved between known customers: it no longer joins two of them.
  is_contested boolean not null default false,
  source text not null,
  -- `at` of the latest login of a weak value: it belongs to that one.
  bound_at timestamptz not null,
  first_seen_at timestamptz not null,
  primary key (tenant_id, namespace, value),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create unique index identifier_one_a_customer on identifier (tenant_id, customer_id, namespace) where is_unique;
create index identifier_of_customer on identifier (tenant_id, customer_id);
create index identifier_of_node on identifier (tenant_id, node_id);
create index identifier_by_value on identifier (tenant_id, value text_pattern_ops);

-- An edge of a group. Undone edges stay as history.
create table identity_merge (
  tenant_id uuid not null,
  id uuid not null,
  node_a bigint not null,
  node_b bigint not null,
  -- claimed: a client key said so; verified: see identifier.is_verified.
  evidence text not null check (evidence in ('claimed', 'verified')),
  reason text not null,
  actor text not null,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  primary key (tenant_id, id),
  foreign key (tenant_id, node_a) references customer (tenant_id, id),
  foreign key (tenant_id, node_b) references customer (tenant_id, id)
);
create index identity_merge_a on identity_merge (tenant_id, node_a) where undone_at is null;
create index identity_merge_b on identity_merge (tenant_id, node_b) where undone_at is null;

create table kept_apart (
  tenant_id uuid not null,
  node_a bigint not null,
  node_b bigint not null,
  reason text not null,
  actor text not null,
  at timestamptz not null,
  primary key (tenant_id, node_a, node_b),
  check (node_a < node_b),
  foreign key (tenant_id, node_a) references customer (tenant_id, id),
  foreign key (tenant_id, node_b) references customer (tenant_id, id)
);
create index kept_apart_b on kept_apart (tenant_id, node_b);

-- What waits for a person's decision. A repeat of the same conflict counts up, it adds no row.
create table identity_conflict (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('different_values', 'over_limit', 'kept_apart', 'consent')),
  node_a bigint not null,
  -- Equal to node_a for over_limit: one customer and a value it may not hold.
  node_b bigint not null,
  namespace text not null,
  value text not null,
  evidence jsonb not null,
  seen integer not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  state text not null default 'open' check (state in ('open', 'merged', 'kept_apart', 'dismissed')),
  resolved_at timestamptz,
  resolved_by text,
  primary key (tenant_id, id),
  unique (tenant_id, kind, node_a, node_b, namespace, value)
);
create index identity_conflict_open on identity_conflict (tenant_id, last_at desc) where state = 'open';

-- Which known customers claimed a value lately; over ten in 30 days it is a placeholder.
create table identity_claim (
  tenant_id uuid not null,
  namespace text not null,
  value text not null,
  node_id bigint not null,
  last_at timestamptz not null,
  primary key (tenant_id, namespace, value, node_id)
);

-- Departures from the default namespaces.
create table identity_namespace (
  tenant_id uuid not null references tenant (id),
  namespace text not null,
  is_weak boolean not null,
  is_unique boolean not null,
  -- Smaller is stronger.
  rank integer not null,
  max_values integer not null check (max_values > 0),
  normalise text not null check (normalise in ('trim', 'lower', 'phone')),
  primary key (tenant_id, namespace)
);

-- One row a tenant: locked by whoever changes identity, and counted up when a value moves or
-- leaves, so that caches of "these identifiers are that node" know they are stale.
create table identity_epoch (
  tenant_id uuid primary key references tenant (id),
  epoch bigint not null default 0
);

-- Nodes whose canonical id changed and is not yet in the event store's alias dictionary.
create table identity_alias_change (
  version bigint generated always as identity primary key,
  tenant_id uuid not null,
  node_id bigint not null,
  canonical_id bigint not null
);
