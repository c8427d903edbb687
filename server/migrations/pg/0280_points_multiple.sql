-- How an order's points are multiplied: fixed with the levels and benefits its buyer had when it was paid, once
-- an order, so that points given later, or again, come out the same.
create table points_multiple (
  tenant_id uuid not null references tenant (id),
  order_id uuid not null,
  paid_at timestamptz not null,
  -- The levels of growth she held.
  levels text[] not null,
  -- The benefits that multiply on that day: code, times_bp, stacks.
  benefits jsonb not null,
  primary key (tenant_id, order_id)
);
