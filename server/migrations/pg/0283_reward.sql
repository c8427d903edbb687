-- The reward shop: what points, or points and money, are exchanged for.
create table reward (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null check (name <> ''),
  name_en text not null check (name_en <> ''),
  description text not null default '',
  -- product: a SKU by an order; coupon: of a batch; card: of a plan; stored_value: as bonus.
  kind text not null check (kind in ('product', 'coupon', 'card', 'stored_value')),
  -- The kind's own: sku; batch; plan; fen and days.
  args jsonb not null,
  points bigint not null check (points > 0),
  -- What is paid beside the points; only products are sold.
  cash_fen bigint not null default 0 check (cash_fen >= 0),
  ships_free boolean not null default false,
  -- How many there are in all; null: no end.
  stock bigint check (stock >= 0),
  taken bigint not null default 0 check (taken >= 0 and (stock is null or taken <= stock)),
  per_customer integer check (per_customer > 0),
  period text not null default 'ever' check (period in ('day', 'month', 'year', 'ever')),
  -- Levels of growth that may have it; none: everybody.
  levels text[] not null default '{}',
  -- What many want, such as something made with another brand: who has many points should reach one.
  is_highlight boolean not null default false,
  -- What one costs the brand.
  unit_cost_fen bigint not null default 0 check (unit_cost_fen >= 0),
  starts_at timestamptz,
  ends_at timestamptz,
  state text not null default 'draft' check (state in ('draft', 'live', 'stopped')),
  position integer not null default 0,
  revision integer not null default 1,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  check (kind = 'product' or cash_fen = 0),
  check (starts_at is null or ends_at is null or ends_at > starts_at)
);
create index reward_shown on reward (tenant_id, state, position, id);

-- How many a customer has had in a period.
create table reward_allowance (
  tenant_id uuid not null,
  reward_id uuid not null,
  node_id bigint not null,
  period text not null,
  used integer not null check (used >= 0),
  primary key (tenant_id, reward_id, node_id, period),
  foreign key (tenant_id, reward_id) references reward (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);

-- Every exchange, once a key. It stays when the person is erased, and leads to nobody.
create table reward_redemption (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  key text not null,
  reward_id uuid not null,
  node_id bigint,
  unlinked_id uuid,
  -- held: of an order that is not paid yet; released: it was not; returned: given back after all.
  state text not null check (state in ('held', 'redeemed', 'released', 'returned')),
  period text not null,
  points bigint not null check (points > 0),
  cash_fen bigint not null check (cash_fen >= 0),
  cost_fen bigint not null check (cost_fen >= 0),
  -- Of a product; what holds its points stands with the order.
  order_id uuid,
  -- Of everything else: by what its points were spent.
  transaction_id uuid,
  -- What was given: a coupon's code, a card's id.
  given text,
  reason text not null default '',
  at timestamptz not null,
  settled_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  check ((order_id is null) or (transaction_id is null)),
  foreign key (tenant_id, reward_id) references reward (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id),
  foreign key (tenant_id, transaction_id) references ledger_transaction (tenant_id, id)
);
create unique index reward_redemption_of_order on reward_redemption (tenant_id, order_id) where order_id is not null;
create index reward_redemption_of_node on reward_redemption (tenant_id, node_id, at desc);
create index reward_redemption_newest on reward_redemption (tenant_id, at desc, id desc);
create index reward_redemption_of_reward on reward_redemption (tenant_id, reward_id, at desc, id desc);
