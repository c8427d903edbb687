-- What entering a level, or a card, has brought of coupon packs: one row a coupon of a pack, once an entry.
create table entry_gift (
  tenant_id uuid not null references tenant (id),
  node_id bigint not null,
  -- level:silver:1, the level and how often she has entered it; card: and the card's id.
  entry text not null,
  benefit_code text not null,
  batch text not null,
  coupon_code text,
  -- Why there was none: batch_empty, take_limit, batch_closed, batch_not_found, used_up.
  refused text,
  at timestamptz not null,
  primary key (tenant_id, node_id, entry, benefit_code, batch),
  check ((coupon_code is null) <> (refused is null)),
  foreign key (tenant_id, benefit_code) references benefit (tenant_id, code),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index entry_gift_newest on entry_gift (tenant_id, at desc, node_id);
