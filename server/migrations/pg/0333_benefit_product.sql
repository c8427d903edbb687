-- Products whose payment gives something that is no goods. Paid benefit cards name their product themselves.
create table benefit_product (
  tenant_id uuid not null references tenant (id),
  sku text not null,
  kind text not null check (kind in ('session_card', 'stored_value', 'points')),
  -- The kind's own: services, sessions and days; plan; points.
  args jsonb not null,
  revision integer not null,
  updated_at timestamptz not null,
  primary key (tenant_id, sku)
);

-- What a line of an order gives, as it was promised when the order was placed.
create table benefit_sale (
  tenant_id uuid not null references tenant (id),
  order_id uuid not null,
  sku text not null,
  name text not null,
  kind text not null,
  args jsonb not null,
  quantity integer not null check (quantity > 0),
  total_fen bigint not null check (total_fen >= 0),
  -- promised: the order is not paid, or never was.
  state text not null check (state in ('promised', 'given')),
  primary key (tenant_id, order_id, sku)
);

-- Every piece that was given, once.
create table benefit_unit (
  tenant_id uuid not null,
  order_id uuid not null,
  sku text not null,
  unit integer not null check (unit >= 0),
  -- Its share of what the line cost.
  price_fen bigint not null check (price_fen >= 0),
  -- The session card, the top-up, the ledger's transaction.
  given uuid not null,
  state text not null check (state in ('given', 'returned')),
  returned_fen bigint not null default 0 check (returned_fen between 0 and price_fen),
  -- The after-sale that took it back.
  refund_id uuid,
  given_at timestamptz not null,
  primary key (tenant_id, order_id, sku, unit),
  check ((state = 'returned') = (refund_id is not null)),
  foreign key (tenant_id, order_id, sku) references benefit_sale (tenant_id, order_id, sku)
);
create unique index benefit_unit_given on benefit_unit (tenant_id, given);
