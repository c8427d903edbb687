-- Cards of so many sessions of a service. What is left of the price is a liability in the journal's book of sessions.
create table session_card (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- What its holder shows; hard to guess.
  code text not null,
  node_id bigint,
  -- What an erased customer held stays in the books and leads to nobody.
  unlinked_id uuid,
  order_id uuid not null,
  sku text not null,
  unit integer not null,
  name text not null,
  services text[] not null check (cardinality(services) > 0),
  sessions integer not null check (sessions > 0),
  used integer not null default 0 check (used between 0 and sessions),
  price_fen bigint not null check (price_fen >= 0),
  -- Of the price: earned by sessions that were given, paid back, kept when it ended.
  earned_fen bigint not null default 0 check (earned_fen >= 0),
  returned_fen bigint not null default 0 check (returned_fen >= 0),
  expired_fen bigint not null default 0 check (expired_fen >= 0),
  state text not null check (state in ('active', 'used', 'returned', 'expired')),
  -- Null: it has no end.
  valid_until timestamptz,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  unique (tenant_id, order_id, sku, unit),
  check ((node_id is null) <> (unlinked_id is null)),
  check ((state = 'active') = (ended_at is null)),
  check (earned_fen + returned_fen + expired_fen <= price_fen),
  check (state = 'active' or earned_fen + returned_fen + expired_fen = price_fen),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index session_card_of_node on session_card (tenant_id, node_id, made_at desc);
create index session_card_newest on session_card (tenant_id, made_at desc, id desc);
create index session_card_due on session_card (valid_until) where state = 'active' and valid_until is not null;

-- Every session that was given, once.
create table session_redemption (
  tenant_id uuid not null,
  id uuid not null,
  card_id uuid not null,
  -- Which of the card's sessions.
  number integer not null check (number > 0),
  -- The same request twice is one.
  request_key text not null,
  service text not null,
  store text not null,
  fen bigint not null check (fen >= 0),
  actor text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, card_id, number),
  unique (tenant_id, request_key),
  foreign key (tenant_id, card_id) references session_card (tenant_id, id)
);
