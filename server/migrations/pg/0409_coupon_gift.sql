-- A coupon that somebody passes on by a link: hers until a friend claims it, and one such offer of a coupon at a time.
create table coupon_gift (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- Of the link.
  token text not null,
  code text not null,
  state text not null check (state in ('waiting', 'claimed', 'ended')),
  -- Null after an erasure.
  giver_node_id bigint,
  claimer_node_id bigint,
  made_at timestamptz not null,
  claimed_at timestamptz,
  -- When it was taken back, or the coupon was no longer hers to give.
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, token),
  check ((state = 'claimed') = (claimed_at is not null)),
  check ((state = 'ended') = (ended_at is not null)),
  foreign key (tenant_id, code) references coupon (tenant_id, code),
  foreign key (tenant_id, giver_node_id) references customer (tenant_id, id),
  foreign key (tenant_id, claimer_node_id) references customer (tenant_id, id)
);
create unique index coupon_gift_waiting on coupon_gift (tenant_id, code) where state = 'waiting';
create index coupon_gift_of_giver on coupon_gift (tenant_id, giver_node_id) where giver_node_id is not null;
create index coupon_gift_of_claimer on coupon_gift (tenant_id, claimer_node_id) where claimer_node_id is not null;
