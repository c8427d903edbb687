-- How a brand's points work. One row a version; the newest holds.
create table points_policy (
  tenant_id uuid not null references tenant (id),
  version integer not null,
  policy jsonb not null,
  at timestamptz not null,
  actor text not null,
  primary key (tenant_id, version)
);

create table points_rule (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null check (name <> ''),
  state text not null check (state in ('draft', 'live', 'stopped')),
  -- The version in force; null while it is a draft that was never published.
  version integer,
  draft jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  check (state = 'draft' or version is not null)
);
create table points_rule_version (
  tenant_id uuid not null,
  rule_id uuid not null,
  version integer not null,
  rule jsonb not null,
  from_at timestamptz not null,
  -- Replaced or stopped.
  until_at timestamptz,
  actor text not null,
  primary key (tenant_id, rule_id, version),
  foreign key (tenant_id, rule_id) references points_rule (tenant_id, id)
);

-- What rules have given, against their caps: a person's day in the brand's zone.
create table points_given (
  tenant_id uuid not null,
  rule_id uuid not null,
  node_id bigint not null,
  day date not null,
  times integer not null,
  points bigint not null,
  primary key (tenant_id, node_id, rule_id, day),
  foreign key (tenant_id, rule_id) references points_rule (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
