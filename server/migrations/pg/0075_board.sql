-- What somebody wants to see again: a question of insight under a name, or a board of widgets.
create table insight_saved (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  kind text not null check (kind in ('question', 'board')),
  name text not null,
  description text not null default '',
  -- Of a question: {analysis, question, view}; of a board: {widgets, days, who}.
  content jsonb not null,
  -- Null: a key saved it, or who did is gone.
  owner_id uuid references app_user (id) on delete set null,
  sharing text not null check (sharing in ('private', 'role', 'everyone')),
  -- Shared with those who have this role.
  role text check ((sharing = 'role') = (role is not null)),
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- Taken away, and can be put back.
  deleted_at timestamptz,
  primary key (tenant_id, id)
);
create index insight_saved_newest on insight_saved (tenant_id, kind, updated_at desc, id desc) where deleted_at is null;

-- What happened on a day, for whoever reads a curve: a campaign, a price, a holiday.
create table time_note (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  day date not null,
  text text not null,
  owner_id uuid references app_user (id) on delete set null,
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  primary key (tenant_id, id)
);
create index time_note_by_day on time_note (tenant_id, day, id) where deleted_at is null;
