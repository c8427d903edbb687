-- What buyers ask for after they have paid.
create table after_sale (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  -- The request it came with: the same one twice is one after-sale.
  request_key text not null,
  kind text not null check (kind in ('money', 'return')),
  state text not null check (state in ('requested', 'to_return', 'refunded', 'refused', 'withdrawn')),
  reason text not null,
  shipping_fen bigint not null default 0 check (shipping_fen >= 0),
  amount_fen bigint not null check (amount_fen >= 0),
  -- Of the amount, what goes back as stored value.
  stored_value_fen bigint not null check (stored_value_fen between 0 and amount_fen),
  decision text not null default '',
  requested_by text not null,
  decided_by text,
  requested_at timestamptz not null,
  decided_at timestamptz,
  refunded_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, order_id, request_key),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id)
);
create index after_sale_queue on after_sale (tenant_id, state, requested_at desc, id desc);

create table after_sale_line (
  tenant_id uuid not null,
  after_sale_id uuid not null,
  order_id uuid not null,
  sku text not null,
  quantity bigint not null check (quantity >= 0),
  fen bigint not null check (fen >= 0),
  stored_value_fen bigint not null check (stored_value_fen between 0 and fen),
  points_fen bigint not null check (points_fen >= 0),
  primary key (tenant_id, after_sale_id, sku),
  foreign key (tenant_id, after_sale_id) references after_sale (tenant_id, id),
  foreign key (tenant_id, order_id, sku) references own_order_line (tenant_id, order_id, sku)
);

create table invoice_request (
  tenant_id uuid not null,
  order_id uuid not null,
  kind text not null check (kind in ('person', 'company')),
  title text not null,
  tax_number text,
  email text,
  state text not null check (state in ('requested', 'issued', 'refused')),
  -- The invoice's number once issued, or why it was refused.
  answer text not null default '',
  requested_at timestamptz not null,
  decided_at timestamptz,
  primary key (tenant_id, order_id),
  check (kind = 'person' or tax_number is not null),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id)
);
