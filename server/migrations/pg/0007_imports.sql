-- A file, or several that belong together, brought in.
create table data_import (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- Of the one part, or `mixed`.
  kind text not null,
  source text not null,
  -- As it was when the import began: editing a saved mapping changes no import.
  mapping jsonb not null,
  mode text not null check (mode in ('first_wins', 'correct')),
  -- [{name, path, bytes, sha256, part}]
  files jsonb not null,
  -- Of all files and the mapping: the same thing sent twice is noticed.
  fingerprint text not null,
  state text not null check (state in ('waiting', 'running', 'done', 'failed', 'undoing', 'undone')),
  -- {file number: {row, bytes, columns, done}}: how far each file has been read.
  progress jsonb not null default '{}',
  -- Rows that wait in the import's own staging table.
  staged bigint not null default 0,
  phase text not null default 'reading' check (phase in ('reading', 'applying')),
  -- The last order of the staging table that has been recorded.
  applied_key text not null default '',
  -- Rows of the staging table recorded so far.
  applied bigint not null default 0,
  error jsonb,
  -- What undoing took away and what stayed; `keep` are ids of events that stay.
  undo_report jsonb,
  undo_step text not null default '',
  -- Who works on it; a lease that ran out is anybody's.
  owner uuid,
  lease_until timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  started_at timestamptz,
  finished_at timestamptz,
  undone_at timestamptz,
  undone_by text,
  primary key (tenant_id, id)
);
create index data_import_by_fingerprint on data_import (tenant_id, fingerprint);
create index data_import_unfinished on data_import (lease_until) where state in ('waiting', 'running', 'undoing');

-- What became of the rows. note '' counts a fate's rows; other notes count some of them again.
create table import_count (
  tenant_id uuid not null,
  import_id uuid not null,
  file integer not null,
  -- read: while reading; apply: while recording what was staged.
  step text not null check (step in ('read', 'apply')),
  fate text not null,
  note text not null,
  rows bigint not null,
  primary key (tenant_id, import_id, file, step, fate, note),
  foreign key (tenant_id, import_id) references data_import (tenant_id, id) on delete cascade
);

-- Rows that were not imported, as they stood in the file.
create table import_row (
  tenant_id uuid not null,
  import_id uuid not null,
  file integer not null,
  row bigint not null,
  step text not null check (step in ('read', 'apply')),
  -- rejected: to be mended and sent again; aside: the mapping says it is no data of this kind.
  fate text not null check (fate in ('rejected', 'aside')),
  code text not null,
  reason text not null,
  -- JSON list of the cells; text, because a NUL escaped in it would be no jsonb.
  cells text not null,
  primary key (tenant_id, import_id, file, row),
  foreign key (tenant_id, import_id) references data_import (tenant_id, id) on delete cascade
);

-- Relations as they were before the import wrote over them; undoing it puts them back.
create table import_relation_before (
  tenant_id uuid not null,
  import_id uuid not null,
  node_id bigint not null,
  staff_id text not null,
  stored text not null,
  primary key (tenant_id, import_id, node_id, staff_id),
  foreign key (tenant_id, import_id) references data_import (tenant_id, id) on delete cascade
);

create table import_mapping (
  tenant_id uuid not null references tenant (id),
  name text not null,
  mapping jsonb not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, name)
);

-- Staging tables, one an import, unlogged: what a crash empties is read from the file again.
create schema import_stage;
