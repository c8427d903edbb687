-- A coupon that staff took in at a counter, beside any order of ours. The coupon and its redemption carry this
-- row's id where an order's id stands otherwise.
create table coupon_at_counter (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  code text not null,
  -- The same request twice is one.
  request_key text not null,
  store text not null,
  fen bigint not null check (fen >= 0),
  actor text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, request_key),
  foreign key (tenant_id, code) references coupon (tenant_id, code)
);
create index coupon_at_counter_of_code on coupon_at_counter (tenant_id, code);
