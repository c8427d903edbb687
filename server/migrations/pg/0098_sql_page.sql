-- Statements of analysts that are kept under a name, and what each of them asked lately.
create table saved_sql (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  text text not null,
  -- How its answer is drawn; null: as a table.
  chart jsonb,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id)
);
create unique index saved_sql_by_name on saved_sql (tenant_id, lower(name));

create table sql_history (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- `user:<id>` or `api_key:<id>`
  asked_by text not null,
  asked_at timestamptz not null,
  text text not null,
  rows integer,
  seconds double precision,
  -- The code of what it was refused for.
  error text,
  primary key (tenant_id, id)
);
create index sql_history_of_asker on sql_history (tenant_id, asked_by, id desc);
