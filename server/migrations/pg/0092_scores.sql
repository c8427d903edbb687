-- What a brand sets of a score or a level, every wording kept: a figure says by which it was reckoned.
create table insight_setting (
  tenant_id uuid not null references tenant (id),
  kind text not null check (kind in ('super_user', 'ownership', 'nps')),
  version integer not null check (version > 0),
  settings jsonb not null,
  at timestamptz not null,
  by text not null,
  by_name text not null,
  primary key (tenant_id, kind, version)
);

-- A reckoning of all customers' scores.
create table super_user_run (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- Of the settings; 0: those every brand begins with.
  settings_version integer not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  -- Nobody counted: customers active in the window, and how many of them had what.
  peers integer,
  summary jsonb,
  failure text,
  started_by text not null,
  primary key (tenant_id, id)
);
create index super_user_run_newest on super_user_run (tenant_id, started_at desc);

-- How the standing score of a customer came about. The score and her status themselves are attributes.
create table super_user_evidence (
  tenant_id uuid not null,
  node_id bigint not null,
  run_id uuid not null,
  -- {"basis", "dimensions": {…}, "measures": [{"code", "value", "percentile"}], "signals", "suspicions"}
  evidence jsonb not null,
  primary key (tenant_id, node_id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id),
  foreign key (tenant_id, run_id) references super_user_run (tenant_id, id)
);
