-- Key opinion customers as they are won and kept: where each stands, whose she is, what comes next.
create table koc (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  node_id bigint not null,
  stage text not null check (stage in ('discovered', 'invited', 'trained', 'tasked', 'rewarded', 'retired')),
  origin text not null check (origin in ('score', 'content', 'outside', 'manual')),
  owner_id uuid references app_user (id),
  next_step text not null default '',
  next_on date,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, node_id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index koc_by_stage on koc (tenant_id, stage, updated_at desc, id desc);

-- Every move, the beginning among them: from nothing.
create table koc_step (
  tenant_id uuid not null,
  id uuid not null,
  koc_id uuid not null,
  at timestamptz not null,
  from_stage text,
  to_stage text not null,
  note text not null default '',
  by text not null,
  by_name text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, koc_id) references koc (tenant_id, id) on delete cascade
);
create index koc_step_of on koc_step (tenant_id, koc_id, id);
