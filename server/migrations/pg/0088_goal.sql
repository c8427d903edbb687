-- What was planned for a month: of the brand, or of one pool, store or channel.
create table goal (
  tenant_id uuid not null references tenant (id),
  scope text not null check (scope in ('brand', 'pool', 'store', 'channel')),
  -- The pool's id, the store's or channel's code; '' for the brand.
  scope_value text not null check ((scope = 'brand') = (scope_value = '')),
  -- Its first day.
  month date not null check (extract(day from month) = 1),
  -- Customers by its end; GMV within it.
  customers integer check (customers >= 0),
  gmv_fen bigint check (gmv_fen >= 0),
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, scope, scope_value, month),
  check (customers is not null or gmv_fen is not null)
);
