-- What a brand calls the codes that its events and costs carry, where no other table names them.
create table code_name (
  tenant_id uuid not null references tenant (id),
  kind text not null check (kind in ('channel', 'hook', 'activity', 'content', 'campaign')),
  code text not null check (code <> ''),
  name text not null check (name <> ''),
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, kind, code)
);
