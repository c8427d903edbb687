-- Experiments on offers: which of several offers, coupons or nothing pays most, and why it was stopped.
create table offer_experiment (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  hypothesis text not null,
  -- running: each person has her arm. stopped: everybody has control, until a person decides.
  state text not null default 'planned' check (state in ('planned', 'running', 'stopped', 'decided')),
  -- Of the assignment: a place in one experiment says nothing of that in another.
  salt text not null,
  metric text not null check (metric in ('conversion', 'revenue', 'margin')),
  -- From the exposure: orders paid so long count, and what goes back of them so long after that.
  window_days integer not null check (window_days > 0),
  refund_days integer not null check (refund_days >= 0),
  alpha double precision not null check (alpha > 0 and alpha < 1),
  -- People at whom the always-valid interval is narrowest.
  planned_customers integer not null check (planned_customers > 0),
  -- Of each arm, measured, before a figure may stop it.
  least_customers integer not null check (least_customers > 1),
  -- The smallest lift worth having; null: it is not stopped for want of one.
  least_lift_bp integer check (least_lift_bp >= 0),
  margin_floor_bp integer check (margin_floor_bp between -10000 and 10000),
  refund_ceiling_bp integer check (refund_ceiling_bp between 0 and 10000),
  budget_fen bigint check (budget_fen > 0),
  ends_at timestamptz not null,
  started_at timestamptz,
  looked_at timestamptz,
  stopped_at timestamptz,
  -- {"rule", "arm", "figures": {…}, "words", "by"}
  stop jsonb,
  decided_at timestamptz,
  -- {"arm", "words", "by"}
  decision jsonb,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  check ((state = 'planned') = (started_at is null)),
  check ((state in ('stopped', 'decided')) = (stopped_at is not null)),
  check ((stop is null) = (stopped_at is null)),
  check ((state = 'decided') = (decided_at is not null)),
  check ((decision is null) = (decided_at is null))
);
create index offer_experiment_newest on offer_experiment (tenant_id, created_at desc, id desc);
create index offer_experiment_running on offer_experiment (tenant_id, id) where state = 'running';

-- What the people of an arm are given: an offer, a coupon of a batch, or nothing. The first is control.
create table offer_experiment_arm (
  tenant_id uuid not null,
  experiment_id uuid not null,
  code text not null,
  position integer not null,
  name text not null,
  -- In hundredths of a percent.
  share integer not null check (share between 1 and 10000),
  -- Of a coupon too: what it is worth.
  offer_id uuid,
  batch_id uuid,
  -- While it runs or waits for a decision.
  is_open boolean not null default false,
  primary key (tenant_id, experiment_id, code),
  unique (tenant_id, experiment_id, position),
  check (batch_id is null or offer_id is not null),
  foreign key (tenant_id, experiment_id) references offer_experiment (tenant_id, id) on delete cascade,
  foreign key (tenant_id, offer_id) references offer (tenant_id, id),
  foreign key (tenant_id, batch_id) references coupon_batch (tenant_id, id)
);
-- An offer is of one experiment at a time.
create unique index offer_experiment_arm_open on offer_experiment_arm (tenant_id, offer_id) where is_open;
create index offer_experiment_arm_of_offer on offer_experiment_arm (tenant_id, offer_id) where offer_id is not null;

-- The arm of the first price of hers that another arm would have changed; it stays hers.
create table offer_exposure (
  tenant_id uuid not null,
  experiment_id uuid not null,
  node_id bigint not null,
  arm text not null,
  at timestamptz not null,
  primary key (tenant_id, experiment_id, node_id),
  foreign key (tenant_id, experiment_id, arm) references offer_experiment_arm (tenant_id, experiment_id, code),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index offer_exposure_of_node on offer_exposure (tenant_id, node_id);
