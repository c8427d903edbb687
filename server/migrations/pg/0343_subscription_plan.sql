-- Products that are delivered again and again: how often, and what one costs then.
create table subscription_plan (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  sku text not null,
  name text not null,
  unit text not null check (unit in ('week', 'month')),
  every integer not null check (every between 1 and 24),
  -- What one costs, or basis points off the price for everybody.
  price_fen bigint check (price_fen > 0),
  off_bp integer check (off_bp between 0 and 9999),
  -- What may come in its place at the same terms.
  swaps text[] not null default '{}',
  most_quantity integer not null check (most_quantity between 1 and 99),
  -- Of the brand's own, below what every agreement says.
  terms text not null default '',
  is_retired boolean not null default false,
  revision integer not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, sku) references product (tenant_id, sku),
  check ((price_fen is null) <> (off_bp is null))
);
create index subscription_plan_of_sku on subscription_plan (tenant_id, sku) where not is_retired;
