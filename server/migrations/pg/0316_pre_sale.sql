-- A pre-sale belongs to an activity: goods ordered with a deposit now, paid in full and sent later.
create table pre_sale (
  tenant_id uuid not null,
  id uuid not null,
  activity_id uuid not null,
  name text not null,
  state text not null default 'draft' check (state in ('draft', 'live', 'paused', 'ended')),
  -- As for an order's deposit: earnest money, or an advance.
  deposit_kind text not null check (deposit_kind in ('earnest', 'advance')),
  deposit_from timestamptz not null,
  deposit_until timestamptz not null,
  balance_from timestamptz not null,
  balance_until timestamptz not null,
  ships_by date not null,
  -- Pieces of an article that a person may order; null: as many as there are.
  per_customer integer check (per_customer > 0),
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id),
  check (deposit_from < deposit_until and deposit_until <= balance_from and balance_from < balance_until),
  foreign key (tenant_id, activity_id) references activity (tenant_id, id)
);
create index pre_sale_of_activity on pre_sale (tenant_id, activity_id);
create index pre_sale_newest on pre_sale (tenant_id, created_at desc, id desc);

-- Pieces are counted here, by conditional writes.
create table pre_sale_item (
  tenant_id uuid not null,
  pre_sale_id uuid not null,
  sku text not null,
  price_fen bigint not null check (price_fen > 0),
  deposit_fen bigint not null check (deposit_fen > 0),
  -- What the deposit counts for when the balance is paid.
  worth_fen bigint not null check (worth_fen >= deposit_fen and worth_fen < price_fen),
  quota integer not null check (quota > 0),
  -- Of orders whose deposit is not paid yet, and of those whose deposit is.
  held integer not null default 0 check (held >= 0),
  taken integer not null default 0 check (taken >= 0),
  position integer not null,
  primary key (tenant_id, pre_sale_id, sku),
  check (held + taken <= quota),
  foreign key (tenant_id, pre_sale_id) references pre_sale (tenant_id, id)
);
create index pre_sale_item_of_sku on pre_sale_item (tenant_id, sku);

-- What an order has of it. held: the deposit is not paid. locked: it is. bought: so is the balance.
-- released: the order was called off.
create table pre_sale_purchase (
  tenant_id uuid not null,
  order_id uuid not null,
  pre_sale_id uuid not null,
  sku text not null,
  -- Null after an erasure.
  node_id bigint,
  quantity integer not null check (quantity > 0),
  -- What the price took off: what deposits count for beyond themselves.
  fen bigint not null check (fen >= 0),
  state text not null check (state in ('held', 'locked', 'bought', 'released')),
  held_at timestamptz not null,
  locked_at timestamptz,
  bought_at timestamptz,
  released_at timestamptz,
  primary key (tenant_id, order_id),
  foreign key (tenant_id, pre_sale_id, sku) references pre_sale_item (tenant_id, pre_sale_id, sku),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index pre_sale_purchase_of on pre_sale_purchase (tenant_id, pre_sale_id, held_at desc, order_id desc);
create index pre_sale_purchase_of_node on pre_sale_purchase (tenant_id, node_id, pre_sale_id, sku) where node_id is not null;
