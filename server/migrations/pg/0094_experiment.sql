-- Hypotheses, and what was done to find out.
create table experiment (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- By which other parts of the product ask for a customer's arm. It never changes.
  code text not null,
  name text not null,
  hypothesis text not null,
  -- holdout: who is in its first arm is in no other experiment, and is left alone.
  kind text not null check (kind in ('experiment', 'holdout')),
  state text not null default 'planned' check (state in ('planned', 'running', 'decided')),
  -- Of the assignment: a customer's place in one experiment says nothing of her place in another.
  salt text not null,
  -- [{"code", "name", "share"}], shares in hundredths of a percent, the first is control.
  arms jsonb not null,
  -- {"kind": did|count|sum, "of": pattern, "property"}
  metric jsonb not null,
  window_days integer not null check (window_days > 0),
  -- 0: nothing from before is used (CUPED).
  before_days integer not null check (before_days >= 0),
  alpha double precision not null,
  -- Customers at which the always-valid interval is narrowest.
  planned_customers integer not null check (planned_customers > 0),
  started_at timestamptz,
  decided_at timestamptz,
  -- {"arm", "words", "verdict"}
  decision jsonb,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, code)
);

-- The arm a customer met first; it stays hers.
create table experiment_exposure (
  tenant_id uuid not null,
  experiment_id uuid not null,
  node_id bigint not null,
  arm text not null,
  at timestamptz not null,
  primary key (tenant_id, experiment_id, node_id),
  foreign key (tenant_id, experiment_id) references experiment (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index experiment_exposure_of_node on experiment_exposure (tenant_id, node_id);
