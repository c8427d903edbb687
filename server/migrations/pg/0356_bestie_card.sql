-- A bestie plan belongs to an activity: whoever has a card of it gives it to one friend by a link, and both get a coupon.
create table bestie_plan (
  tenant_id uuid not null,
  id uuid not null,
  activity_id uuid not null,
  name text not null,
  state text not null default 'draft' check (state in ('draft', 'live', 'paused', 'ended')),
  -- The product whose payment gives a card; null: customers take one.
  sku text,
  who text not null check (who in ('anyone', 'buyers', 'members')),
  -- new: she has bought nothing here before.
  friend text not null check (friend in ('anyone', 'new')),
  per_holder integer not null check (per_holder between 1 and 100),
  -- Cards that are given or can be; null: as many as there are. What ran out or was taken back is free again.
  total bigint check (total > 0),
  issued bigint not null default 0 check (issued >= 0),
  -- How long a friend has to accept.
  accept_hours integer not null check (accept_hours between 1 and 2160),
  friend_batch_id uuid not null,
  -- Null: only the friend gets something.
  holder_batch_id uuid,
  holder_when text not null check (holder_when in ('accepted', 'first_order')),
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id),
  check (issued <= total),
  foreign key (tenant_id, activity_id) references activity (tenant_id, id),
  foreign key (tenant_id, friend_batch_id) references coupon_batch (tenant_id, id),
  foreign key (tenant_id, holder_batch_id) references coupon_batch (tenant_id, id)
);
create index bestie_plan_of_activity on bestie_plan (tenant_id, activity_id);
create unique index bestie_plan_of_sku on bestie_plan (tenant_id, sku) where sku is not null and state <> 'ended';

-- A card keeps the terms it was given with. promised: its order is not paid; released: it never was.
create table bestie_card (
  tenant_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  -- The same request or the same piece of an order again is the same card.
  key text not null,
  -- Of the link.
  code text not null,
  state text not null check (state in ('promised', 'released', 'waiting', 'accepted', 'expired', 'revoked')),
  -- Null after an erasure.
  holder_node_id bigint,
  friend_node_id bigint,
  friend text not null check (friend in ('anyone', 'new')),
  accept_hours integer not null,
  friend_batch_id uuid not null,
  holder_batch_id uuid,
  holder_when text not null check (holder_when in ('accepted', 'first_order')),
  -- Of a bought one.
  order_id uuid,
  sku text,
  unit integer check (unit >= 0),
  refund_id uuid,
  made_at timestamptz not null,
  given_at timestamptz,
  expires_at timestamptz,
  accepted_at timestamptz,
  -- When it ran out or was taken back.
  ended_at timestamptz,
  friend_coupon text,
  -- The holder's is due: given, or why it was not.
  earned_at timestamptz,
  holder_coupon text,
  holder_refused text,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  unique (tenant_id, code),
  check ((order_id is null) = (sku is null) and (order_id is null) = (unit is null)),
  check (order_id is not null or state not in ('promised', 'released')),
  check ((state in ('promised', 'released')) = (given_at is null)),
  check ((given_at is null) = (expires_at is null)),
  check ((state in ('expired', 'revoked')) = (ended_at is not null)),
  check ((accepted_at is null) = (friend_coupon is null)),
  check (state not in ('waiting', 'expired') or accepted_at is null),
  check (state <> 'accepted' or accepted_at is not null),
  check (earned_at is null or accepted_at is not null),
  check ((earned_at is null) = (num_nonnulls(holder_coupon, holder_refused) = 0)),
  check (num_nonnulls(holder_coupon, holder_refused) <= 1),
  foreign key (tenant_id, plan_id) references bestie_plan (tenant_id, id),
  foreign key (tenant_id, holder_node_id) references customer (tenant_id, id),
  foreign key (tenant_id, friend_node_id) references customer (tenant_id, id),
  foreign key (tenant_id, friend_coupon) references coupon (tenant_id, code),
  foreign key (tenant_id, holder_coupon) references coupon (tenant_id, code)
);
create index bestie_card_of_plan on bestie_card (tenant_id, plan_id, made_at desc, id desc);
create index bestie_card_of_holder on bestie_card (tenant_id, holder_node_id, made_at desc) where holder_node_id is not null;
create index bestie_card_of_friend on bestie_card (tenant_id, friend_node_id) where friend_node_id is not null;
create index bestie_card_of_order on bestie_card (tenant_id, order_id) where order_id is not null;
create index bestie_card_due on bestie_card (expires_at) where state = 'waiting';
create unique index bestie_card_of_friend_coupon on bestie_card (tenant_id, friend_coupon) where friend_coupon is not null;
