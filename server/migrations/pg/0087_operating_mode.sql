-- What counts as the private domain's sales, as the brand decided.
create table operating_mode (
  tenant_id uuid primary key references tenant (id),
  -- empower: marketplace and store orders of customers it reached, too. own_loop: the own checkout only.
  mode text not null check (mode in ('empower', 'own_loop')),
  -- Platforms of the own checkout, and those on which it talks to customers.
  own_platforms text[] not null,
  touch_platforms text[] not null,
  -- So many days after a touch an order counts as reached by it.
  window_days integer not null check (window_days between 1 and 365),
  updated_at timestamptz not null,
  updated_by text not null
);
