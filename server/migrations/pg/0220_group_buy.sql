-- A group buy belongs to an activity: goods at a price for so many people who buy together in so many hours.
create table group_buy (
  tenant_id uuid not null,
  id uuid not null,
  activity_id uuid not null,
  name text not null,
  state text not null default 'draft' check (state in ('draft', 'live', 'paused', 'ended')),
  size integer not null check (size between 2 and 100),
  live_hours integer not null check (live_hours between 1 and 168),
  -- Pieces an order may have, and orders a customer may have of it; null: as many as she likes.
  per_order integer not null check (per_order between 1 and 99),
  per_customer integer check (per_customer > 0),
  -- new_joiners: whoever opens a group may be anybody, whoever joins has bought nothing before.
  who text not null check (who in ('anyone', 'new_joiners', 'new_only')),
  -- Groups that run out of time are put together as far as that completes one.
  merges boolean not null,
  -- From so many paid seats on the brand completes a group that ran out of time, and says so; null: never.
  complete_from integer check (complete_from >= 1 and complete_from < size),
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activity (tenant_id, id)
);
create index group_buy_of_activity on group_buy (tenant_id, activity_id);

create table group_buy_item (
  tenant_id uuid not null,
  group_buy_id uuid not null,
  sku text not null,
  price_fen bigint not null check (price_fen >= 0),
  primary key (tenant_id, group_buy_id, sku),
  foreign key (tenant_id, group_buy_id) references group_buy (tenant_id, id)
);
create index group_buy_of_sku on group_buy_item (tenant_id, sku);

-- One group keeps the terms it was opened with. Seats are counted here, by conditional writes.
create table buying_group (
  tenant_id uuid not null,
  id uuid not null,
  group_buy_id uuid not null,
  -- opening: whoever opens it has not paid, and nobody can join. dissolved: nobody is in it any more.
  state text not null check (state in ('opening', 'open', 'completed', 'failed', 'merged', 'dissolved')),
  size integer not null check (size >= 2),
  live_hours integer not null,
  merges boolean not null,
  complete_from integer,
  -- Seats of orders that are not paid yet, and of those that are.
  held integer not null check (held >= 0),
  joined integer not null check (joined >= 0),
  -- Paid seats given back since it was completed.
  gone integer not null default 0 check (gone >= 0),
  completed_by text check (completed_by in ('members', 'merge', 'platform')),
  -- The order of whoever leads it; null while nobody has paid.
  leader_order_id uuid,
  -- Where its people went.
  merged_into uuid,
  created_at timestamptz not null,
  opened_at timestamptz,
  expires_at timestamptz,
  decided_at timestamptz,
  primary key (tenant_id, id),
  check (held + joined <= size),
  check ((completed_by is not null) = (state = 'completed') or state = 'dissolved'),
  check (state <> 'open' or expires_at is not null),
  foreign key (tenant_id, group_buy_id) references group_buy (tenant_id, id)
);
create index buying_group_due on buying_group (expires_at) where state = 'open';
create index buying_group_of on buying_group (tenant_id, group_buy_id, created_at desc, id desc);

-- A seat is an order's. held: not paid. left: given back by its buyer. failed: its group did not come together.
create table group_seat (
  tenant_id uuid not null,
  order_id uuid not null,
  group_buy_id uuid not null,
  group_id uuid not null,
  -- Null after an erasure.
  node_id bigint,
  sku text not null,
  quantity integer not null check (quantity > 0),
  -- What the group's price took off.
  fen bigint not null check (fen >= 0),
  state text not null check (state in ('held', 'joined', 'released', 'left', 'failed')),
  held_at timestamptz not null,
  joined_at timestamptz,
  -- Of a failed one: when its money was asked back.
  refunded_at timestamptz,
  primary key (tenant_id, order_id),
  foreign key (tenant_id, group_id) references buying_group (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index group_seat_of_group on group_seat (tenant_id, group_id);
create index group_seat_of_node on group_seat (tenant_id, node_id, group_buy_id) where node_id is not null;
create index group_seat_to_refund on group_seat (tenant_id, order_id) where state = 'failed' and refunded_at is null;
