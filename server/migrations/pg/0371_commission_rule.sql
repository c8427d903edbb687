-- What affiliates earn by the orders that count for them: a version a change, orders keep the number of theirs.
create table commission_rule (
  tenant_id uuid not null references tenant (id),
  version integer not null check (version > 0),
  -- Of what is neither named by its product nor by a category.
  default_bp integer not null check (default_bp between 0 and 10000),
  -- [{path, bp}]: the narrowest category that holds the product.
  categories jsonb not null,
  -- [{sku, bp}]: before every category.
  products jsonb not null,
  -- The most that one order earns, whoever shares it; null: no limit.
  cap_fen bigint check (cap_fen > 0),
  -- When what was earned is due: once the buyer has the goods, or once nothing can be asked back any more.
  due_when text not null check (due_when in ('receipt', 'after_sale')),
  -- Whether somebody earns by what she buys herself.
  own_purchases boolean not null,
  -- Less than this waits for the next pay-out.
  least_payout_fen bigint not null check (least_payout_fen >= 0),
  made_by text not null,
  made_at timestamptz not null,
  primary key (tenant_id, version)
);
