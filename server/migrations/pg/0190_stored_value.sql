-- Stored value: plans, whose terms never change, and what was topped up under them.
create table stored_value_policy (
  tenant_id uuid not null references tenant (id),
  version integer not null,
  policy jsonb not null,
  at timestamptz not null,
  actor text not null,
  primary key (tenant_id, version)
);

create table stored_value_plan (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null check (name <> ''),
  -- A named card holds at most ¥5,000.
  pay_fen bigint not null check (pay_fen between 1 and 500000),
  bonus_fen bigint not null check (bonus_fen >= 0),
  -- Only what was given as a present may expire.
  bonus_days integer check (bonus_days > 0),
  state text not null check (state in ('live', 'stopped')),
  -- What it was compared with when it was made, and whether somebody went on in spite of it.
  fit jsonb not null,
  created_at timestamptz not null,
  actor text not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table stored_value_topup (
  tenant_id uuid not null,
  id uuid not null,
  key text not null,
  plan_id uuid not null,
  node_id bigint,
  unlinked_id uuid,
  principal_fen bigint not null check (principal_fen > 0),
  bonus_fen bigint not null check (bonus_fen >= 0),
  order_id uuid,
  is_real_name boolean not null,
  at timestamptz not null,
  -- Given back in money, once.
  refunded_fen bigint check (refunded_fen between 0 and principal_fen),
  refunded_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  check ((node_id is null) <> (unlinked_id is null)),
  check ((refunded_fen is null) = (refunded_at is null)),
  foreign key (tenant_id, plan_id) references stored_value_plan (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index stored_value_topup_of_node on stored_value_topup (tenant_id, node_id, at desc) where node_id is not null;
create index stored_value_topup_of_plan on stored_value_topup (tenant_id, plan_id);
