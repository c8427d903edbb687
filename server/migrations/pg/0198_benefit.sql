-- What levels and cards give, as data. `args` are the kind's own.
create table benefit (
  tenant_id uuid not null references tenant (id),
  code text not null,
  kind text not null,
  name text not null,
  name_en text not null,
  args jsonb not null,
  -- Comes on top of the best of its kind instead of in its place.
  stacks boolean not null,
  -- The event it is to encourage; null: none is named.
  behaviour text,
  -- What one use costs the brand beyond what it takes off a price.
  unit_cost_fen bigint not null check (unit_cost_fen >= 0),
  -- Uses a customer has in a period; null: as many as she likes.
  per_customer integer check (per_customer > 0),
  period text not null check (period in ('day', 'month', 'year', 'ever')),
  -- Uses there are in all; null: no end.
  uses_limit bigint check (uses_limit > 0),
  used bigint not null default 0 check (used >= 0 and (uses_limit is null or used <= uses_limit)),
  is_retired boolean not null default false,
  revision integer not null,
  updated_at timestamptz not null,
  primary key (tenant_id, code)
);

create table benefit_holder (
  tenant_id uuid not null,
  benefit_code text not null,
  holder text not null check (holder in ('level', 'fan', 'card')),
  holder_code text not null,
  primary key (tenant_id, benefit_code, holder, holder_code),
  foreign key (tenant_id, benefit_code) references benefit (tenant_id, code)
);
create index benefit_of_holder on benefit_holder (tenant_id, holder, holder_code);

-- How many uses of a period are taken.
create table benefit_allowance (
  tenant_id uuid not null,
  benefit_code text not null,
  node_id bigint not null,
  period text not null,
  used integer not null check (used >= 0),
  primary key (tenant_id, benefit_code, node_id, period),
  foreign key (tenant_id, benefit_code) references benefit (tenant_id, code),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);

-- Every use, once a key. A cost stays when the person is erased, and leads to nobody.
create table benefit_use (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  key text not null,
  benefit_code text not null,
  node_id bigint,
  unlinked_id uuid,
  order_id uuid,
  -- held: of an order that is not paid yet.
  state text not null check (state in ('held', 'used', 'returned')),
  period text not null,
  -- What it took off a price.
  worth_fen bigint not null check (worth_fen >= 0),
  cost_fen bigint not null check (cost_fen >= 0),
  at timestamptz not null,
  settled_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  foreign key (tenant_id, benefit_code) references benefit (tenant_id, code),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index benefit_use_of_order on benefit_use (tenant_id, order_id) where order_id is not null;
create index benefit_use_of_node on benefit_use (tenant_id, node_id, at desc);
create index benefit_use_newest on benefit_use (tenant_id, benefit_code, at desc);
