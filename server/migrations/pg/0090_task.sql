-- Something that a person has to look into, with an owner, what was said of it, and what came of it.
create table task (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  kind text not null,
  -- What the words of the kind are filled with.
  params jsonb not null default '{}',
  -- An address inside the console.
  link text,
  -- Who opens the same thing twice names it: one task.
  key text,
  owner_id uuid references app_user (id),
  state text not null default 'open' check (state in ('open', 'closed')),
  outcome text not null default '',
  created_at timestamptz not null,
  created_by text not null,
  closed_at timestamptz,
  closed_by text,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index task_newest on task (tenant_id, state, id desc);

create table task_comment (
  tenant_id uuid not null,
  id uuid not null,
  task_id uuid not null,
  at timestamptz not null,
  author text not null,
  author_name text not null,
  text text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, task_id) references task (tenant_id, id)
);
create index task_comment_of on task_comment (tenant_id, task_id, id);
