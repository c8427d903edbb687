-- A private pool 私域池: the audience that is in it, what carries it, whose it is, why people come and
-- stay, what they are to do, and what it is for in the short and in the long term.
create table pool (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  description text not null default '',
  state text not null default 'draft' check (state in ('draft', 'live', 'archived')),
  audience_id uuid,
  -- Kinds of touchpoints.
  carriers text[] not null default '{}',
  -- A staff member.
  owner_id uuid,
  why_come text not null default '',
  why_stay text not null default '',
  -- A rule that holds of who does what the pool is for.
  behaviour jsonb,
  behaviour_text text not null default '',
  -- {text, measure, target, until}
  short_objective jsonb,
  long_objective jsonb,
  revision integer not null default 1,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, audience_id) references audience (tenant_id, id)
);
create unique index pool_by_name on pool (tenant_id, lower(name)) where state <> 'archived';
