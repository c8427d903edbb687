-- What a source says of a node. The customer's view combines nodes and sources when read.
create table attribute (
  tenant_id uuid not null,
  node_id bigint not null,
  name text not null,
  source text not null,
  -- JSON null: taken away.
  value jsonb not null,
  at timestamptz not null,
  -- Earliest `at` of a set_once; later ones lose, earlier ones win.
  once_at timestamptz,
  primary key (tenant_id, node_id, name, source),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
-- Names are searched by their beginning; a whole one may be longer than an index entry can be.
create index attribute_by_text on attribute (tenant_id, name, left(lower(value #>> '{}'), 200) text_pattern_ops)
  where name in ('name', 'nickname');

create table customer_tag (
  tenant_id uuid not null,
  node_id bigint not null,
  tag text not null,
  source text not null,
  at timestamptz not null,
  primary key (tenant_id, node_id, tag, source),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index customer_tag_by_tag on customer_tag (tenant_id, tag, node_id);

-- Customer and staff member who are friends.
create table relation (
  tenant_id uuid not null,
  node_id bigint not null,
  staff_id text not null,
  state text not null check (state in ('friend', 'deleted_by_customer', 'deleted_by_staff')),
  store_id text,
  channel_id text,
  source text not null,
  added_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, node_id, staff_id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index relation_by_staff on relation (tenant_id, staff_id);

-- The latest word on each purpose. Purpose `identity_merge` withdrawn forbids joining with others.
create table consent (
  tenant_id uuid not null,
  node_id bigint not null,
  purpose text not null,
  channel text not null,
  state text not null check (state in ('given', 'withdrawn')),
  source text not null,
  at timestamptz not null,
  primary key (tenant_id, node_id, purpose, channel),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);

-- Increments applied, so that a retried event adds nothing twice. Kept as long as seen events.
create table attribute_increment (
  tenant_id uuid not null,
  event_id uuid not null,
  name text not null,
  seen_on date not null default current_date,
  primary key (tenant_id, event_id, name)
);
