-- Figures of others that a brand added beside its own; those that come with the product are in the code.
create table benchmark (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  unit text not null check (unit in ('share', 'hours', 'minutes')),
  value double precision not null,
  evidence text not null check (evidence in ('claimed', 'survey', 'measured')),
  source text not null,
  year integer not null,
  url text,
  -- Of the catalogue: what of ours stands beside it.
  metric text,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id)
);
