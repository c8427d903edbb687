-- A flash sale belongs to an activity: goods at a price, so many of them, for the hours of its slots.
create table flash_sale (
  tenant_id uuid not null,
  id uuid not null,
  activity_id uuid not null,
  name text not null,
  state text not null default 'draft' check (state in ('draft', 'live', 'paused', 'ended')),
  -- What comes back into the sale: pieces nobody paid for; unsent: also those given back before they were sent.
  comes_back text not null check (comes_back in ('unpaid', 'unsent')),
  -- Whether other offers and coupons count on top of its price.
  stacks boolean not null,
  -- The most its price may take off in all, fen; null: what its pieces come to.
  budget_fen bigint check (budget_fen > 0),
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activity (tenant_id, id)
);
create index flash_sale_of_activity on flash_sale (tenant_id, activity_id);
create index flash_sale_newest on flash_sale (tenant_id, created_at desc, id desc);

-- What its price took off so far; a row only where there is a budget, so that orders without one meet nowhere.
create table flash_budget (
  tenant_id uuid not null,
  flash_sale_id uuid not null,
  most_fen bigint not null check (most_fen > 0),
  spent_fen bigint not null default 0 check (spent_fen >= 0 and spent_fen <= most_fen),
  primary key (tenant_id, flash_sale_id),
  foreign key (tenant_id, flash_sale_id) references flash_sale (tenant_id, id)
);

-- Hours of a day as the brand's clock shows them, and the moments they are.
create table flash_slot (
  tenant_id uuid not null,
  id uuid not null,
  flash_sale_id uuid not null,
  on_day date not null,
  from_clock text not null,
  to_clock text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  check (ends_at > starts_at),
  primary key (tenant_id, id),
  foreign key (tenant_id, flash_sale_id) references flash_sale (tenant_id, id)
);
create index flash_slot_of_sale on flash_slot (tenant_id, flash_sale_id, starts_at);
create index flash_slot_at on flash_slot (tenant_id, ends_at);

create table flash_item (
  tenant_id uuid not null,
  slot_id uuid not null,
  sku text not null,
  price_fen bigint not null check (price_fen >= 0),
  quantity integer not null check (quantity > 0),
  -- Pieces of a person; null: as many as there are.
  per_customer integer check (per_customer > 0),
  position integer not null,
  primary key (tenant_id, slot_id, sku),
  foreign key (tenant_id, slot_id) references flash_slot (tenant_id, id) on delete cascade
);
create index flash_item_of_sku on flash_item (tenant_id, sku);

-- An item's quantity, spread, so that buyers at once do not wait for one row.
create table flash_bucket (
  tenant_id uuid not null,
  slot_id uuid not null,
  sku text not null,
  bucket smallint not null,
  quantity integer not null check (quantity >= 0),
  held integer not null default 0 check (held >= 0),
  sold integer not null default 0 check (sold >= 0),
  check (held + sold <= quantity),
  primary key (tenant_id, slot_id, sku, bucket),
  foreign key (tenant_id, slot_id, sku) references flash_item (tenant_id, slot_id, sku) on delete cascade
) with (fillfactor = 70);

-- Leave to order, for one person, once.
create table flash_token (
  tenant_id uuid not null,
  id uuid not null,
  slot_id uuid not null,
  sku text not null,
  -- Null after an erasure.
  node_id bigint check (node_id is not null or state = 'used'),
  quantity integer not null check (quantity > 0),
  state text not null default 'open' check (state in ('open', 'used', 'lapsed')),
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  order_id uuid,
  check ((order_id is not null) = (state = 'used')),
  primary key (tenant_id, id),
  foreign key (tenant_id, slot_id, sku) references flash_item (tenant_id, slot_id, sku),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create unique index flash_token_open on flash_token (tenant_id, slot_id, sku, node_id) where state = 'open';
create unique index flash_token_of_order on flash_token (tenant_id, order_id) where order_id is not null;
create index flash_token_of_item on flash_token (tenant_id, slot_id, sku, state);
create index flash_token_of_node on flash_token (tenant_id, node_id);

-- What an order has of it. held: not paid. released: not paid in time, or called off.
create table flash_purchase (
  tenant_id uuid not null,
  order_id uuid not null,
  flash_sale_id uuid not null,
  slot_id uuid not null,
  sku text not null,
  -- Null after an erasure.
  node_id bigint,
  quantity integer not null check (quantity > 0),
  -- Pieces that came back into the sale after they were paid.
  returned integer not null default 0 check (returned >= 0 and returned <= quantity),
  -- What the price took off, and how much of it came back.
  fen bigint not null check (fen >= 0),
  returned_fen bigint not null default 0 check (returned_fen >= 0 and returned_fen <= fen),
  state text not null check (state in ('held', 'sold', 'released')),
  held_at timestamptz not null,
  sold_at timestamptz,
  released_at timestamptz,
  primary key (tenant_id, order_id),
  foreign key (tenant_id, slot_id, sku) references flash_item (tenant_id, slot_id, sku),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index flash_purchase_of_item on flash_purchase (tenant_id, slot_id, sku, held_at desc, order_id desc);
create index flash_purchase_of_node on flash_purchase (tenant_id, node_id, slot_id, sku) where node_id is not null;

-- From which buckets; of what is released, from which it was.
create table flash_part (
  tenant_id uuid not null,
  order_id uuid not null,
  bucket smallint not null,
  quantity integer not null check (quantity > 0),
  primary key (tenant_id, order_id, bucket),
  foreign key (tenant_id, order_id) references flash_purchase (tenant_id, order_id)
);
