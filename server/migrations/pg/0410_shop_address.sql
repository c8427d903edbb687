-- Where a customer has things sent: kept by her, chosen when she orders. An order keeps its own copy.
create table shop_address (
  tenant_id uuid not null references tenant (id),
  -- Of her browser's making: sent again it is the same address.
  id uuid not null,
  node_id bigint not null,
  name text not null check (name <> ''),
  phone text not null check (phone <> ''),
  region text[] not null check (cardinality(region) > 0),
  street text not null check (street <> ''),
  is_default boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index shop_address_of_node on shop_address (tenant_id, node_id);
create unique index shop_address_default on shop_address (tenant_id, node_id) where is_default;
