-- What a product costs members of a level, in the brand's currency.
create table member_price (
  tenant_id uuid not null references tenant (id),
  sku text not null,
  level text not null,
  fen bigint not null check (fen >= 0),
  primary key (tenant_id, sku, level),
  foreign key (tenant_id, sku) references product (tenant_id, sku) on delete cascade
);

-- What shipping costs by region and weight.
create table freight_template (
  tenant_id uuid not null references tenant (id),
  code text not null,
  name text not null,
  rules jsonb not null,
  refused jsonb not null,
  revision integer not null default 0,
  primary key (tenant_id, code)
);
