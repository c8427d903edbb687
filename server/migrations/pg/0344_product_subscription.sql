-- A customer has a product delivered again and again. Each delivery is an ordinary order.
create table product_subscription (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  plan_id uuid not null,
  -- Null once she was erased.
  node_id bigint,
  unlinked_id uuid,
  storefront text not null,
  sku text not null,
  quantity integer not null check (quantity > 0),
  -- Null: picked up at the storefront's store.
  address jsonb,
  -- starting: the first order is not paid. lapsed: it never was.
  state text not null check (state in ('starting', 'active', 'paused', 'cancelled', 'lapsed')),
  -- As the plan was when she agreed: what it becomes later is for others.
  unit text not null check (unit in ('week', 'month')),
  every integer not null check (every between 1 and 24),
  price_fen bigint,
  off_bp integer,
  most_quantity integer not null,
  -- The rhythm counts from here; its days are the brand's.
  anchor_on date not null,
  next_on date,
  -- The last one that was ordered or left out.
  cycle integer not null check (cycle >= 1),
  -- When she was told of the next one, and what it was to cost; null with `told_at` set: she has changed it since.
  told_at timestamptz,
  told_fen bigint,
  pause_reason text,
  agreed_at timestamptz not null,
  agreed_version text not null,
  -- Word for word.
  agreed_text text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, plan_id) references subscription_plan (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id),
  check ((next_on is not null) = (state = 'active')),
  check ((price_fen is null) <> (off_bp is null)),
  check ((ended_at is not null) = (state in ('cancelled', 'lapsed')))
);
create index product_subscription_of_node on product_subscription (tenant_id, node_id, made_at desc);
create index product_subscription_newest on product_subscription (tenant_id, made_at desc, id desc);
create index product_subscription_next on product_subscription (tenant_id, next_on) where state = 'active';

-- One row a cycle: of two who make the same delivery, one does.
create table subscription_delivery (
  tenant_id uuid not null,
  subscription_id uuid not null,
  cycle integer not null check (cycle >= 1),
  -- Null: it was left out.
  order_id uuid,
  due_on date not null,
  -- waiting: for its payment. unpaid: nobody paid in time. called_off: its order was cancelled before it was paid.
  state text not null check (state in ('waiting', 'paid', 'unpaid', 'called_off', 'skipped')),
  -- How often she was reminded to pay.
  reminded integer not null default 0,
  made_at timestamptz not null,
  primary key (tenant_id, subscription_id, cycle),
  unique (tenant_id, order_id),
  foreign key (tenant_id, subscription_id) references product_subscription (tenant_id, id),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id),
  check ((order_id is null) = (state = 'skipped'))
);
create index subscription_delivery_waiting on subscription_delivery (tenant_id, subscription_id) where state = 'waiting';

create table subscription_change (
  tenant_id uuid not null,
  id uuid not null,
  subscription_id uuid not null,
  at timestamptz not null,
  act text not null,
  from_state text,
  to_state text not null,
  cycle integer not null,
  actor text not null,
  details jsonb not null default '{}',
  primary key (tenant_id, id),
  foreign key (tenant_id, subscription_id) references product_subscription (tenant_id, id)
);
create index subscription_change_of on subscription_change (tenant_id, subscription_id, at, id);
