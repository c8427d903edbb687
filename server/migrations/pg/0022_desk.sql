-- What waits for a person or was made for one: notices, approvals, exports.
create table notice (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  user_id uuid not null references app_user (id),
  kind text not null,
  subject_kind text,
  subject_id text,
  -- What the words of the kind are filled with.
  params jsonb not null default '{}',
  -- An address inside the console.
  link text,
  -- Who tells the same thing twice (a job that is tried again) names it: one notice a person.
  key text,
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, user_id, key)
);
create index notice_of_user on notice (tenant_id, user_id, id desc);
create index notice_unread on notice (tenant_id, user_id) where read_at is null;
create index notice_by_age on notice (created_at);

-- A change that a second person must agree to before it is made.
create table approval (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  kind text not null,
  subject_kind text not null,
  subject_id text not null,
  -- What the kind needs to do it.
  payload jsonb not null,
  -- What the person who decides is shown.
  summary jsonb not null,
  state text not null check (state in ('waiting', 'approved', 'rejected', 'withdrawn')),
  -- `user:<id>`, `api_key:<id>` …
  requested_by text not null,
  requested_by_name text not null,
  requested_at timestamptz not null,
  reason text not null default '',
  decided_by text,
  decided_by_name text,
  decided_at timestamptz,
  comment text not null default '',
  -- True when nobody else could have decided.
  decided_alone boolean not null default false,
  primary key (tenant_id, id)
);
create index approval_newest on approval (tenant_id, id desc);
create index approval_waiting on approval (tenant_id, id) where state = 'waiting';
create index approval_of_subject on approval (tenant_id, subject_kind, subject_id);

create table data_export (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  kind text not null,
  params jsonb not null,
  format text not null check (format in ('csv', 'xlsx', 'ndjson')),
  gzip boolean not null,
  -- A byte-order mark, so that spreadsheets read the Chinese in a CSV.
  bom boolean not null,
  -- Names of columns: as the API calls them, or as people do.
  header text not null check (header in ('keys', 'zh-CN', 'en')),
  file_name text not null,
  state text not null
    check (state in ('waiting_approval', 'waiting', 'running', 'done', 'failed', 'cancelled', 'refused', 'expired')),
  approval_id uuid,
  -- Rows it may have without a second person; null when there is no such limit, or one agreed.
  rows_allowed bigint,
  rows bigint not null default 0,
  rows_expected bigint,
  bytes bigint,
  error jsonb,
  -- Who asked, with the role and scope of that moment: what is read is never more than both then and now.
  actor jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  expires_at timestamptz,
  -- Who works on it; a lease that ran out is anybody's, and the file is begun again.
  owner uuid,
  lease_until timestamptz,
  attempts integer not null default 0,
  downloads integer not null default 0,
  primary key (tenant_id, id)
);
create index data_export_of_maker on data_export (tenant_id, created_by, id desc);
create index data_export_unfinished on data_export (lease_until) where state in ('waiting', 'running');
create index data_export_by_expiry on data_export (expires_at) where state = 'done';

create table desk_setting (
  tenant_id uuid primary key references tenant (id),
  -- An export of customers' data with more rows than this waits for a second person.
  export_approval_rows integer not null check (export_approval_rows >= 0),
  updated_at timestamptz not null,
  updated_by text not null
);
