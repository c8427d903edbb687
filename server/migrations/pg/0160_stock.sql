-- Stock by store and SKU. What moved is told by documents whose entries never change; how much there is now
-- is kept beside them, and is always their sum.
create table stock_document (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  kind text not null check (kind in
    ('purchase', 'purchase_return', 'transfer', 'count', 'loss', 'sale', 'sale_return')),
  store text not null,
  -- Where a transfer goes.
  to_store text,
  -- The order of a sale or of what came back from one.
  order_id uuid,
  -- The document this one takes back; each is taken back once.
  reverses uuid,
  note text not null default '',
  actor text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, reverses),
  check ((kind = 'transfer') = (to_store is not null)),
  foreign key (tenant_id, reverses) references stock_document (tenant_id, id)
);
create index stock_document_newest on stock_document (tenant_id, at desc, id desc);
create index stock_document_of_order on stock_document (tenant_id, order_id) where order_id is not null;

-- Each entry leaves one place and arrives at another, so all places together always hold nothing. Places
-- are `store:<code>` and, outside of ours, supplier, customer, lost and counted.
create table stock_entry (
  tenant_id uuid not null,
  id bigint generated always as identity,
  document_id uuid not null,
  sku text not null,
  from_place text not null,
  to_place text not null,
  quantity bigint not null check (quantity > 0),
  -- What one of it cost, in the brand's currency; null when nobody has said.
  unit_cost_fen bigint check (unit_cost_fen >= 0),
  primary key (tenant_id, id),
  check (from_place <> to_place),
  foreign key (tenant_id, document_id) references stock_document (tenant_id, id)
);
create index stock_entry_of_document on stock_entry (tenant_id, document_id);
create index stock_entry_of_sku on stock_entry (tenant_id, sku, id);

create function refuse_stock_change() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the stock are never changed; write one that takes it back';
end $$;
create trigger stock_entry_stays before update or delete on stock_entry
  for each row execute function refuse_stock_change();
create trigger stock_document_stays before update or delete on stock_document
  for each row execute function refuse_stock_change();

-- What is there now. A much wanted SKU is kept in several buckets, so that buyers do not queue for one row.
create table stock_level (
  tenant_id uuid not null references tenant (id),
  store text not null,
  sku text not null,
  bucket smallint not null check (bucket between 0 and 15),
  on_hand bigint not null check (on_hand >= 0),
  -- Held for orders that are not paid yet.
  reserved bigint not null default 0 check (reserved between 0 and on_hand),
  primary key (tenant_id, store, sku, bucket)
);
create index stock_level_of_sku on stock_level (tenant_id, sku, store);

create table stock_setting (
  tenant_id uuid not null references tenant (id),
  store text not null,
  sku text not null,
  buckets smallint not null default 1 check (buckets between 1 and 16),
  -- Told as low from so many on.
  low_at bigint check (low_at >= 0),
  primary key (tenant_id, store, sku)
);

-- A reservation has an id of its holder's (an order's) and a row for each bucket it holds something of.
create table stock_reservation (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  store text not null,
  sku text not null,
  bucket smallint not null,
  quantity bigint not null check (quantity > 0),
  state text not null default 'open' check (state in ('open', 'taken', 'released', 'expired')),
  expires_at timestamptz not null,
  created_at timestamptz not null,
  decided_at timestamptz,
  primary key (tenant_id, id, store, sku, bucket),
  check ((state = 'open') = (decided_at is null))
);
create index stock_reservation_due on stock_reservation (expires_at) where state = 'open';
create index stock_reservation_open on stock_reservation (tenant_id, store, sku) where state = 'open';
