-- Benefit cards that are paid for.
create table card_plan (
  tenant_id uuid not null references tenant (id),
  code text not null,
  name text not null,
  name_en text not null,
  price_fen bigint not null check (price_fen >= 0),
  days integer not null check (days > 0),
  -- Days for nothing, once a customer; 0: none.
  trial_days integer not null check (trial_days >= 0),
  -- The product by which it is bought; null: it is granted by hand or by the API only.
  sku text,
  is_retired boolean not null default false,
  revision integer not null,
  updated_at timestamptz not null,
  primary key (tenant_id, code)
);
create unique index card_plan_of_sku on card_plan (tenant_id, sku) where sku is not null and not is_retired;

create table card (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  key text not null,
  node_id bigint,
  unlinked_id uuid,
  plan_code text not null,
  -- cancelled: runs to its end and is not renewed.
  state text not null check (state in ('active', 'cancelled', 'refunded', 'expired')),
  is_trial boolean not null,
  price_fen bigint not null check (price_fen >= 0),
  refunded_fen bigint not null default 0 check (refunded_fen between 0 and price_fen),
  order_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- She agreed to be asked for the next term; null: she did not, or took it back.
  renewal_agreed_at timestamptz,
  -- She was told that it renews.
  notified_at timestamptz,
  made_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  check (ends_at > starts_at),
  foreign key (tenant_id, plan_code) references card_plan (tenant_id, code),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index card_of_node on card (tenant_id, node_id, ends_at desc);
create index card_running on card (ends_at) where state in ('active', 'cancelled');
create unique index card_one_trial on card (tenant_id, node_id, plan_code) where is_trial;

create table card_change (
  tenant_id uuid not null,
  id uuid not null,
  card_id uuid not null,
  from_state text,
  to_state text not null,
  reason text not null,
  actor text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, card_id) references card (tenant_id, id)
);
create index card_change_of_card on card_change (tenant_id, card_id, at);
