-- Orders from outside. (tenant, source, external id) is what an order is known by.
create table sales_order (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- Marketplace, shop or till that named it.
  source text not null,
  external_id text not null,
  -- Null: an anonymous sale.
  node_id bigint,
  state text not null check (state in ('placed', 'paid', 'partly_refunded', 'refunded', 'cancelled')),
  -- claimed: only a public client key has said so; it counts for nothing until a verified source does.
  evidence text not null check (evidence in ('claimed', 'verified')),
  currency text not null,
  -- What the customer paid: the lines' totals and the shipping.
  total_fen bigint not null check (total_fen >= 0),
  discount_fen bigint not null check (discount_fen >= 0),
  shipping_fen bigint not null check (shipping_fen >= 0),
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and total_fen),
  -- What the platform took; null when unknown.
  platform_commission_fen bigint,
  platform text not null default '',
  store_id text,
  staff_id text,
  channel_id text,
  activity_id text,
  placed_at timestamptz not null,
  paid_at timestamptz,
  cancelled_at timestamptz,
  -- Counted up by corrections.
  revision integer not null default 0,
  -- The import that brought it.
  import_id uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, source, external_id),
  check ((state in ('placed', 'cancelled')) or paid_at is not null),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index sales_order_of_node on sales_order (tenant_id, node_id, placed_at desc) where node_id is not null;
create index sales_order_newest on sales_order (tenant_id, placed_at desc, id desc);
create index sales_order_of_import on sales_order (tenant_id, import_id) where import_id is not null;

create table order_line (
  tenant_id uuid not null,
  order_id uuid not null,
  position integer not null,
  external_id text,
  sku text not null,
  name text not null,
  category text,
  quantity numeric(18, 3) not null check (quantity >= 0),
  -- To the nearest fen, for reading; the totals are what counts.
  unit_price_fen bigint not null,
  discount_fen bigint not null check (discount_fen >= 0),
  -- Paid for this line, after every discount, the order's own included.
  total_fen bigint not null check (total_fen >= 0),
  -- No foreign key to the order: checking it costs 7.5 µs a line, half as much again as the insert,
  -- and lines are only ever written and removed with their order, in its transaction.
  primary key (tenant_id, order_id, position)
);

create table refund (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  source text not null,
  external_id text not null,
  -- The order as its source names it; null when it does not say.
  order_external_id text,
  -- Null until that order is known.
  order_id uuid,
  node_id bigint,
  evidence text not null check (evidence in ('claimed', 'verified')),
  currency text not null,
  amount_fen bigint not null check (amount_fen >= 0),
  reason text not null default '',
  platform text not null default '',
  store_id text,
  staff_id text,
  channel_id text,
  activity_id text,
  at timestamptz not null,
  import_id uuid,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, source, external_id),
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index refund_of_order on refund (tenant_id, order_id) where order_id is not null;
create index refund_waiting on refund (tenant_id, source, order_external_id)
  where order_id is null and order_external_id is not null;
create index refund_of_node on refund (tenant_id, node_id, at desc) where node_id is not null;
create index refund_of_import on refund (tenant_id, import_id) where import_id is not null;

create table refund_line (
  tenant_id uuid not null,
  refund_id uuid not null,
  position integer not null,
  external_id text,
  sku text not null,
  name text not null,
  quantity numeric(18, 3) not null check (quantity >= 0),
  amount_fen bigint not null check (amount_fen >= 0),
  primary key (tenant_id, refund_id, position),
  foreign key (tenant_id, refund_id) references refund (tenant_id, id) on delete cascade
);

-- What happened to an order after it was first recorded.
create table order_change (
  id bigint generated always as identity primary key,
  tenant_id uuid not null,
  order_id uuid not null,
  at timestamptz not null,
  from_state text not null,
  to_state text not null,
  -- A correction's difference; refunds are rows of their own.
  delta_fen bigint not null default 0,
  -- The event that told of it.
  event_id uuid not null,
  actor text not null,
  import_id uuid,
  foreign key (tenant_id, order_id) references sales_order (tenant_id, id) on delete cascade
);
create index order_change_of_order on order_change (tenant_id, order_id, id);
create index order_change_of_import on order_change (tenant_id, import_id) where import_id is not null;

create table product (
  tenant_id uuid not null references tenant (id),
  sku text not null,
  name text not null,
  -- From the widest to the narrowest.
  category text[] not null,
  brand text,
  price_fen bigint check (price_fen >= 0),
  currency text,
  attributes jsonb not null,
  source text not null,
  updated_at timestamptz not null,
  import_id uuid,
  primary key (tenant_id, sku)
);
create index product_of_import on product (tenant_id, import_id) where import_id is not null;

-- What an SKU costs us from a day on.
create table cost_price (
  tenant_id uuid not null references tenant (id),
  sku text not null,
  from_on date not null,
  fen bigint not null check (fen >= 0),
  currency text not null,
  source text not null,
  import_id uuid,
  primary key (tenant_id, sku, from_on)
);
create index cost_price_of_import on cost_price (tenant_id, import_id) where import_id is not null;

create table cost (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  source text not null,
  external_id text not null,
  spent_on date not null,
  kind text not null check (kind in ('media', 'incentive', 'goods', 'staff', 'tool', 'platform_commission')),
  -- Negative: money that came back.
  fen bigint not null,
  currency text not null,
  channel_id text,
  activity_id text,
  store_id text,
  staff_id text,
  node_id bigint,
  note text not null default '',
  import_id uuid,
  primary key (tenant_id, id),
  unique (tenant_id, source, external_id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index cost_by_day on cost (tenant_id, spent_on, kind);
create index cost_of_import on cost (tenant_id, import_id) where import_id is not null;

-- What an unknown cost is taken to be; every figure built on it is an estimate.
create table cost_default (
  tenant_id uuid not null references tenant (id),
  -- '' for every platform without a row of its own.
  platform text not null,
  goods_bp integer not null check (goods_bp between 0 and 10000),
  commission_bp integer not null check (commission_bp between 0 and 10000),
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (tenant_id, platform)
);

-- Which products an outside coupon is good for.
create table coupon_product (
  tenant_id uuid not null references tenant (id),
  source text not null,
  coupon text not null,
  activity_id text not null,
  sku text not null,
  import_id uuid,
  primary key (tenant_id, source, coupon, activity_id, sku)
);
create index coupon_product_of_import on coupon_product (tenant_id, import_id) where import_id is not null;

-- Rows of the catalogue as they were before an import wrote over them; undo puts them back.
create table replaced_row (
  tenant_id uuid not null references tenant (id),
  import_id uuid not null,
  kind text not null check (kind in ('product', 'cost_price', 'cost')),
  key text not null,
  row jsonb not null,
  primary key (tenant_id, import_id, kind, key)
);
