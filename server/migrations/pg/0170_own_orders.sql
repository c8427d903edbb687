-- What the shop itself sells: its storefronts, and the orders that are placed there. What was bought and
-- paid stands in sales_order, like every other shop's orders; here is what only the seller knows.
create table storefront (
  tenant_id uuid not null references tenant (id),
  code text not null,
  name text not null,
  kind text not null check (kind in ('flagship', 'members', 'newcomers', 'besties', 'other')),
  -- The store whose stock it sells.
  store text not null,
  sells_all boolean not null default true,
  -- When it does not sell all: these, and what lies in these categories.
  skus text[] not null default '{}',
  categories jsonb not null default '[]',
  freight text,
  -- The most that discounts may take off a line, basis points.
  deepest_bp integer check (deepest_bp between 0 and 10000),
  state text not null default 'draft' check (state in ('draft', 'open', 'closed')),
  -- Who may buy there; none: everybody.
  levels text[] not null default '{}',
  revision integer not null default 0,
  primary key (tenant_id, code),
  foreign key (tenant_id, freight) references freight_template (tenant_id, code)
);
create table storefront_price (
  tenant_id uuid not null,
  storefront text not null,
  sku text not null,
  fen bigint not null check (fen >= 0),
  primary key (tenant_id, storefront, sku),
  foreign key (tenant_id, storefront) references storefront (tenant_id, code) on delete cascade,
  foreign key (tenant_id, sku) references product (tenant_id, sku) on delete cascade
);

create table own_order (
  tenant_id uuid not null,
  -- Its sales_order's.
  id uuid not null,
  number text not null,
  -- What the buyer's request is known by: the same one twice is one order.
  placement_key text not null,
  request_hash bytea not null,
  storefront text not null,
  store text not null,
  delivery text not null check (delivery in ('ship', 'pick_up', 'none')),
  state text not null check (state in
    ('to_pay', 'to_ship', 'partly_shipped', 'shipped', 'to_pick_up', 'picked_up', 'received', 'closed', 'cancelled')),
  currency text not null,
  total_fen bigint not null check (total_fen >= 0),
  shipping_fen bigint not null check (shipping_fen between 0 and total_fen),
  -- What is paid through a provider; the rest of the total is stored value.
  due_fen bigint not null check (due_fen between 0 and total_fen),
  -- Of the shipping, what is given back or asked back.
  refunded_shipping_fen bigint not null default 0 check (refunded_shipping_fen between 0 and shipping_fen),
  address jsonb,
  note text not null default '',
  -- All that the price rests on, and the price: the first always gives the second.
  input jsonb not null,
  quoted jsonb not null,
  -- Goods that came with it for nothing and left the shelf with it.
  gifts jsonb not null default '[]',
  -- Which reservation of the stock is its own; another one after it was paid late.
  reservation uuid not null,
  pick_up_code text,
  cancel_reason text,
  placed_at timestamptz not null,
  expires_at timestamptz not null,
  paid_at timestamptz,
  shipped_at timestamptz,
  received_at timestamptz,
  closed_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, placement_key),
  check ((state = 'cancelled') = (cancel_reason is not null)),
  check (state in ('to_pay', 'cancelled') or paid_at is not null),
  foreign key (tenant_id, id) references sales_order (tenant_id, id) deferrable initially deferred
);
create index own_order_to_pay on own_order (expires_at) where state = 'to_pay';
create index own_order_shipped on own_order (shipped_at) where state = 'shipped';
create index own_order_received on own_order (received_at) where state in ('received', 'picked_up');
create index own_order_state on own_order (tenant_id, state, placed_at desc, id desc);
create unique index own_order_to_be_picked_up on own_order (tenant_id, pick_up_code) where state = 'to_pick_up';

create table own_order_line (
  tenant_id uuid not null,
  order_id uuid not null,
  sku text not null,
  name text not null,
  quantity bigint not null check (quantity > 0),
  gross_fen bigint not null,
  total_fen bigint not null check (total_fen >= 0),
  stored_value_fen bigint not null check (stored_value_fen between 0 and total_fen),
  points_fen bigint not null check (points_fen >= 0),
  -- Goods; the others are there as soon as they are paid.
  ships boolean not null,
  sent_quantity bigint not null default 0 check (sent_quantity >= 0),
  -- Given back before they were sent.
  unsent_quantity bigint not null default 0 check (unsent_quantity >= 0),
  -- What is given back or asked back; a request that is refused gives its part free again.
  refunded_quantity bigint not null default 0 check (refunded_quantity between 0 and quantity),
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and total_fen),
  refunded_stored_value_fen bigint not null default 0 check (refunded_stored_value_fen between 0 and stored_value_fen),
  refunded_points_fen bigint not null default 0 check (refunded_points_fen between 0 and points_fen),
  primary key (tenant_id, order_id, sku),
  check (sent_quantity + unsent_quantity <= quantity),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id)
);

create table own_order_change (
  tenant_id uuid not null,
  id bigint generated always as identity,
  order_id uuid not null,
  at timestamptz not null,
  act text not null,
  from_state text,
  to_state text not null,
  actor text not null,
  details jsonb not null default '{}',
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id)
);
create index own_order_change_of_order on own_order_change (tenant_id, order_id, id);

create table shipment (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  carrier text not null,
  number text not null,
  lines jsonb not null,
  shipped_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, order_id, carrier, number),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id)
);
