-- Files that were uploaded to be looked at; an import made of them keeps their folder.
create table import_upload (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- [{name, path, bytes}]
  files jsonb not null,
  -- The import whose refused rows these are, mended.
  mends uuid,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id)
);
create index import_upload_by_age on import_upload (created_at);

alter table data_import drop constraint data_import_state_check;
alter table data_import add constraint data_import_state_check
  check (state in ('waiting', 'running', 'paused', 'done', 'failed', 'undoing', 'undone'));
-- What the worker is to do at its next checkpoint: stop there, or stop and take everything back.
alter table data_import add column wanted text check (wanted in ('pause', 'undo'));
-- The import whose refused rows this one brings, mended.
alter table data_import add column mends uuid;
create index data_import_mending on data_import (tenant_id, mends) where mends is not null;
