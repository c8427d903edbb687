-- What a wording would change on the real base, counted before it is published.
create table level_simulation (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  ladder text not null,
  rules jsonb not null,
  -- The wording in force that it was compared with.
  version integer not null,
  asked_at timestamptz not null,
  looked integer not null default 0,
  result jsonb,
  failure text,
  finished_at timestamptz,
  primary key (tenant_id, id)
);
