-- 报价单: what a guide or operator offers one customer, at prices of its own, for a time. Accepted, it is an order.
create table quotation (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  number text not null,
  -- What its link ends in; nobody guesses it.
  code text not null,
  -- Null after an erasure.
  node_id bigint,
  storefront text not null,
  -- Whose stock it sells.
  store text not null,
  -- The guide it counts for.
  staff_code text,
  -- draft: can be changed. waiting: a second person decides. sent: she can accept it.
  state text not null check (state in ('draft', 'waiting', 'sent', 'accepted', 'declined', 'expired', 'withdrawn')),
  -- The newest.
  version integer not null check (version > 0),
  -- Of the newest version.
  valid_until timestamptz not null,
  approval_id uuid,
  order_id uuid,
  -- Why it was declined or withdrawn.
  reason text not null default '',
  revision integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  sent_at timestamptz,
  sent_by text,
  decided_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, code),
  unique (tenant_id, order_id),
  check ((state = 'accepted') = (order_id is not null)),
  check ((state = 'waiting') = (approval_id is not null)),
  check (state in ('draft', 'waiting', 'withdrawn') or sent_at is not null),
  foreign key (tenant_id, node_id) references customer (tenant_id, id),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id)
);
create index quotation_newest on quotation (tenant_id, created_at desc, id desc);
create index quotation_of_node on quotation (tenant_id, node_id) where node_id is not null;
create index quotation_running on quotation (tenant_id, valid_until) where state = 'sent';

-- What was offered each time: a revised quotation keeps what it said before.
create table quotation_version (
  tenant_id uuid not null,
  quotation_id uuid not null,
  version integer not null check (version > 0),
  valid_until timestamptz not null,
  delivery text not null check (delivery in ('ship', 'pick_up')),
  remarks text not null default '',
  currency text not null,
  -- By list prices; by the agreed ones; with shipping.
  list_fen bigint not null check (list_fen >= 0),
  goods_fen bigint not null check (goods_fen >= 0),
  shipping_fen bigint not null check (shipping_fen >= 0),
  total_fen bigint not null check (total_fen = goods_fen + shipping_fen),
  -- The deepest discount of a line, basis points of its list price, rounded up.
  deepest_bp integer not null check (deepest_bp between 0 and 10000),
  -- As for an order's deposit: earnest money 定金, or an advance 订金. All of them or none.
  deposit_kind text check (deposit_kind in ('earnest', 'advance')),
  deposit_fen bigint,
  -- As it was asked for, where it was a share of the total.
  deposit_bp integer check (deposit_bp between 1 and 9999),
  balance_until timestamptz,
  ships_by date,
  made_at timestamptz not null,
  made_by text not null,
  -- When a second person agreed, and who.
  approved_at timestamptz,
  approved_by text,
  sent_at timestamptz,
  primary key (tenant_id, quotation_id, version),
  check (deposit_kind is null or (deposit_fen > 0 and deposit_fen < total_fen and balance_until > valid_until
    and ships_by is not null)),
  check (deposit_kind is not null or (deposit_fen is null and deposit_bp is null and balance_until is null and ships_by is null)),
  check (delivery = 'ship' or shipping_fen = 0),
  foreign key (tenant_id, quotation_id) references quotation (tenant_id, id)
);

create table quotation_line (
  tenant_id uuid not null,
  quotation_id uuid not null,
  version integer not null,
  position integer not null,
  sku text not null,
  -- As the product was called then.
  name text not null,
  quantity integer not null check (quantity > 0),
  list_fen bigint not null check (list_fen >= 0),
  unit_fen bigint not null check (unit_fen >= 0),
  ships boolean not null,
  primary key (tenant_id, quotation_id, version, sku),
  foreign key (tenant_id, quotation_id, version) references quotation_version (tenant_id, quotation_id, version)
    on delete cascade
);

create table quotation_change (
  tenant_id uuid not null,
  id bigint generated always as identity,
  quotation_id uuid not null,
  at timestamptz not null,
  act text not null,
  version integer not null,
  to_state text not null,
  actor text not null,
  actor_name text not null default '',
  note text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, quotation_id) references quotation (tenant_id, id)
);
create index quotation_change_of on quotation_change (tenant_id, quotation_id, id);

-- How deep whom may go alone, and how long an accepted one waits for its payment.
create table quotation_setting (
  tenant_id uuid not null references tenant (id),
  guide_bp integer not null check (guide_bp between 0 and 10000),
  operator_bp integer not null check (operator_bp between 0 and 10000),
  admin_bp integer not null check (admin_bp between 0 and 10000),
  owner_bp integer not null check (owner_bp between 0 and 10000),
  -- A price below the cost price needs a second person whoever makes it.
  below_cost_asks boolean not null,
  hours_to_pay integer not null check (hours_to_pay between 1 and 720),
  primary key (tenant_id)
);
