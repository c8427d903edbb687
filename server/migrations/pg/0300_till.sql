-- Sales at the tills of the brand's stores: own orders that are paid and handed over at once.
alter table own_order add column platform text not null default 'homefield';

-- What a till says of a sale. Its own number is what it is known by: the same one again is the same sale.
create table till_receipt (
  tenant_id uuid not null references tenant (id),
  order_id uuid not null,
  store text not null,
  receipt text not null,
  -- What was to be paid by the price of the moment; null: it could not be priced any more.
  priced_fen bigint check (priced_fen >= 0),
  -- What the till had taken before it said so; null: it took what was to be paid.
  taken_fen bigint check (taken_fen >= 0),
  -- Why nothing but the sum was kept of what the buyer was promised.
  lost text,
  tender text not null default '',
  at timestamptz not null,
  primary key (tenant_id, order_id),
  unique (tenant_id, store, receipt),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id)
);

-- What went back over a till.
create table till_refund (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  order_id uuid not null,
  store text not null,
  receipt text not null,
  request_hash bytea not null,
  amount_fen bigint not null check (amount_fen >= 0),
  -- Of the amount, what the till hands back; the rest is stored value.
  paid_out_fen bigint not null check (paid_out_fen between 0 and amount_fen),
  at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, store, receipt),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id)
);
create index till_refund_of_order on till_refund (tenant_id, order_id);
