-- What an order uses of an offer: held with the order, spent when it is paid, free again when it is not.
create table redemption (
  tenant_id uuid not null,
  order_id uuid not null,
  -- As the price knows it: the offer's id, or a coupon's code.
  term text not null,
  offer_id uuid not null,
  version integer not null,
  coupon_code text,
  -- Null after an erasure.
  node_id bigint,
  store text,
  -- The brand's own day on which it was held.
  day date not null,
  -- What it is worth to the customer: off goods and shipping, and gifts.
  fen bigint not null check (fen >= 0),
  state text not null check (state in ('held', 'spent', 'released', 'expired', 'returned')),
  expires_at timestamptz not null,
  held_at timestamptz not null,
  decided_at timestamptz,
  primary key (tenant_id, order_id, term),
  check ((state = 'held') = (decided_at is null)),
  foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index redemption_due on redemption (expires_at) where state = 'held';
create index redemption_of_node on redemption (tenant_id, node_id, offer_id) where node_id is not null;
create index redemption_of_offer on redemption (tenant_id, offer_id, held_at desc);

-- How much of an offer's limits is held or spent: in all, a day, a store. What a customer has used is counted
-- over her nodes, for groups of nodes change.
create table offer_counter (
  tenant_id uuid not null,
  offer_id uuid not null,
  scope text not null check (scope in ('all', 'day', 'store')),
  key text not null,
  uses bigint not null check (uses >= 0),
  fen bigint not null check (fen >= 0),
  primary key (tenant_id, offer_id, scope, key),
  foreign key (tenant_id, offer_id) references offer (tenant_id, id)
);
