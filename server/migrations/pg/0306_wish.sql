-- What customers like, and what they ask to be told of.
create table favourite (
  tenant_id uuid not null references tenant (id),
  node_id bigint not null,
  sku text not null,
  at timestamptz not null,
  primary key (tenant_id, node_id, sku),
  foreign key (tenant_id, node_id) references customer (tenant_id, id),
  foreign key (tenant_id, sku) references product (tenant_id, sku) on delete cascade
);
create index favourite_of_product on favourite (tenant_id, sku);

-- Told once: then the wish is spent, and she may ask again.
create table wish (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  node_id bigint not null,
  storefront text not null,
  sku text not null,
  kind text not null check (kind in ('stock', 'price')),
  -- Of a price: told when it is this or less.
  at_most_fen bigint check (at_most_fen >= 0),
  added_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'told', 'withdrawn')),
  ended_at timestamptz,
  -- The price that she was told.
  told_fen bigint,
  primary key (tenant_id, id),
  check ((kind = 'price') = (at_most_fen is not null)),
  check ((state = 'waiting') = (ended_at is null)),
  foreign key (tenant_id, node_id) references customer (tenant_id, id),
  foreign key (tenant_id, storefront) references storefront (tenant_id, code) on delete cascade,
  foreign key (tenant_id, sku) references product (tenant_id, sku) on delete cascade
);
create unique index wish_waiting on wish (tenant_id, node_id, storefront, sku, kind) where state = 'waiting';
create index wish_to_tell on wish (tenant_id, storefront, sku) where state = 'waiting';
create index wish_of_node on wish (tenant_id, node_id, id desc);
