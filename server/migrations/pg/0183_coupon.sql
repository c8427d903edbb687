-- Coupons: what one is worth and when is an offer's business; a batch says who may have one and for how long.
create table coupon_batch (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  offer_id uuid not null,
  kind text not null check (kind in ('shared', 'personal')),
  -- Of a shared one: what everybody enters.
  code text,
  -- Of personal ones: how many there may be in all, and are.
  quantity bigint check (quantity > 0),
  made bigint not null default 0 check (made >= 0),
  -- How many of them nobody has yet are wanted, made set by set.
  wanted bigint not null default 0 check (wanted >= 0),
  issued bigint not null default 0 check (issued between 0 and wanted),
  prefix text not null default '',
  take_limit integer check (take_limit > 0),
  is_transferable boolean not null default false,
  -- After a refund of the whole order: as it was, or gone.
  on_refund text not null check (on_refund in ('give_back', 'keep')),
  valid_from timestamptz,
  valid_to timestamptz,
  -- From being taken.
  valid_hours integer check (valid_hours > 0),
  state text not null default 'open' check (state in ('open', 'closed')),
  revision integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id),
  check ((kind = 'shared') = (code is not null)),
  check (made <= quantity),
  foreign key (tenant_id, offer_id) references offer (tenant_id, id)
);
create unique index coupon_batch_code on coupon_batch (tenant_id, code) where code is not null;
create index coupon_batch_newest on coupon_batch (tenant_id, created_at desc, id desc);
create index coupon_batch_of_offer on coupon_batch (tenant_id, offer_id);

create table coupon (
  tenant_id uuid not null,
  code text not null,
  batch_id uuid not null,
  -- free: nobody's; taken: in a wallet; held: by an unpaid order; void: taken away by the brand.
  state text not null default 'free' check (state in ('free', 'taken', 'held', 'used', 'void')),
  node_id bigint,
  valid_from timestamptz,
  valid_to timestamptz,
  taken_at timestamptz,
  order_id uuid,
  primary key (tenant_id, code),
  check (state <> 'taken' or taken_at is not null),
  check ((state in ('held', 'used')) = (order_id is not null)),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index coupon_of_node on coupon (tenant_id, node_id, batch_id) where node_id is not null;
create index coupon_of_batch on coupon (tenant_id, batch_id, code);

-- Who had a coupon before.
create table coupon_transfer (
  tenant_id uuid not null,
  id uuid not null,
  code text not null,
  from_node_id bigint,
  to_node_id bigint,
  at timestamptz not null,
  actor text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, code) references coupon (tenant_id, code),
  foreign key (tenant_id, from_node_id) references customer (tenant_id, id),
  foreign key (tenant_id, to_node_id) references customer (tenant_id, id)
);
create index coupon_transfer_of_code on coupon_transfer (tenant_id, code);
create index coupon_transfer_from on coupon_transfer (tenant_id, from_node_id) where from_node_id is not null;
create index coupon_transfer_to on coupon_transfer (tenant_id, to_node_id) where to_node_id is not null;
