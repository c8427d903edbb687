-- What the own shop needs of a product, beside what imports say of it.
alter table product
  -- Goods are kept in stock and shipped; the others are given by the system when they are paid.
  add column kind text not null default 'goods' check (kind in ('goods', 'card', 'points', 'service', 'course')),
  add column barcode text,
  -- Products that differ in their specs only.
  add column group_code text,
  add column specs jsonb not null default '{}',
  add column weight_g integer check (weight_g >= 0),
  -- Sold in the private domain and nowhere else.
  add column is_exclusive boolean not null default false,
  add column is_retired boolean not null default false,
  add column description text not null default '',
  -- Counted up by edits by hand; an import does not touch it.
  add column revision integer not null default 0;
create unique index product_by_barcode on product (tenant_id, barcode) where barcode is not null;
create index product_of_group on product (tenant_id, group_code) where group_code is not null;

-- Rows that undoing an import would put back know these columns too.
update replaced_row set row = row || '{"kind": "goods", "specs": {}, "is_exclusive": false, "is_retired": false, "description": "", "revision": 0}'::jsonb
where kind = 'product';

-- Products that are one thing to a buyer: the same article in sizes and colours.
create table product_group (
  tenant_id uuid not null references tenant (id),
  code text not null,
  name text not null,
  -- What its products differ in, in the order in which it is asked.
  spec_names text[] not null,
  description text not null default '',
  revision integer not null default 0,
  primary key (tenant_id, code)
);

-- Categories that somebody has made or put in order; those that products name are there by themselves.
create table category (
  tenant_id uuid not null references tenant (id),
  -- From the widest to the narrowest, as products name it.
  path text[] not null check (cardinality(path) between 1 and 5),
  position integer not null default 0,
  primary key (tenant_id, path)
);
