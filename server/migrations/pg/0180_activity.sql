-- An activity is the operator's unit: what belongs to it carries its id, orders and costs as text.
create table activity (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  state text not null default 'draft' check (state in ('draft', 'live', 'paused', 'ended')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  owner_id uuid,
  -- Whom it is for, what is in it, where it takes place.
  audiences uuid[] not null default '{}',
  goods jsonb not null default '{}',
  storefronts text[] not null default '{}',
  carriers text[] not null default '{}',
  -- {"measure", "target", "note"}; measures are orders, sales, margin, new_customers, returning_customers.
  short_objective jsonb,
  long_objective jsonb,
  budget_fen bigint check (budget_fen >= 0),
  -- The request that somebody has to decide before it goes live.
  approval_id uuid,
  copied_from uuid,
  revision integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id),
  check (starts_at < ends_at)
);
create index activity_by_time on activity (tenant_id, starts_at desc, id desc);
create index sales_order_of_activity on sales_order (tenant_id, activity_id, paid_at) where activity_id is not null;
create index cost_of_activity on cost (tenant_id, activity_id) where activity_id is not null;
