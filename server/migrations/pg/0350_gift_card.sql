-- Gift cards: value that was paid for and is given to somebody by a link. Until it is claimed it is owed to
-- whoever holds the code, under a code of its own in the journal; claimed, it is the claimer's stored value.
alter table ledger_entry drop constraint ledger_entry_code_check;
alter table ledger_entry add constraint ledger_entry_code_check check (code in
  ('pending', 'active', 'issued', 'held', 'redeemed', 'expired', 'adjustment', 'cash', 'granted', 'revenue', 'discount',
   'gift'));

create table gift_card (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- Of whoever was paid: the same payment again changes nothing.
  key text not null,
  -- Whoever holds it may claim it.
  code text not null,
  -- A bearer card holds at most ¥1,000, and never expires.
  fen bigint not null check (fen between 1 and 100000),
  state text not null default 'waiting' check (state in ('waiting', 'claimed', 'refunded')),
  greeting text not null default '',
  -- Null: nobody known, or after an erasure.
  buyer_node_id bigint,
  claimer_node_id bigint,
  is_real_name boolean not null,
  sold_at timestamptz not null,
  sold_by text not null,
  claimed_at timestamptz,
  refunded_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  unique (tenant_id, code),
  check ((state = 'claimed') = (claimed_at is not null)),
  check ((state = 'refunded') = (refunded_at is not null)),
  check (claimer_node_id is null or state = 'claimed'),
  foreign key (tenant_id, buyer_node_id) references customer (tenant_id, id),
  foreign key (tenant_id, claimer_node_id) references customer (tenant_id, id)
);
create index gift_card_newest on gift_card (tenant_id, sold_at desc, id desc);
create index gift_card_of_buyer on gift_card (tenant_id, buyer_node_id, sold_at desc) where buyer_node_id is not null;
create index gift_card_of_claimer on gift_card (tenant_id, claimer_node_id) where claimer_node_id is not null;
