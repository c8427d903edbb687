-- What the brand lists in stores on other platforms, as the files of those stores say it.
create table external_store (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  platform text not null,
  name text not null,
  imported_at timestamptz not null,
  imported_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, platform, name)
);
create table external_listing (
  tenant_id uuid not null,
  store_id uuid not null,
  sku text not null,
  -- What it is called there; '' where the file does not say it.
  title text not null,
  -- Null: the file names no price.
  price_fen bigint check (price_fen >= 0),
  primary key (tenant_id, store_id, sku),
  foreign key (tenant_id, store_id) references external_store (tenant_id, id) on delete cascade,
  foreign key (tenant_id, sku) references product (tenant_id, sku) on delete cascade
);
create index external_listing_of_sku on external_listing (tenant_id, sku);
create table external_promotion (
  tenant_id uuid not null,
  store_id uuid not null,
  sku text not null,
  name text not null,
  -- Null: the file names no price.
  price_fen bigint check (price_fen >= 0),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  primary key (tenant_id, store_id, sku, name, starts_at),
  foreign key (tenant_id, store_id, sku) references external_listing (tenant_id, store_id, sku) on delete cascade
);
