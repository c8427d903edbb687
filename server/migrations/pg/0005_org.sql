-- People who work with the platform. A person is global; what they may do is a membership.
create table app_user (
  id uuid primary key,
  email text not null unique check (email = lower(email)),
  name text not null,
  -- Null until an invited person has chosen one.
  password_hash text,
  -- Encrypted (platform/secrets.ts). Counts only once confirmed by a first code.
  totp_secret text,
  totp_confirmed_at timestamptz,
  -- The step of the last code taken, so that a code seen over a shoulder is worth nothing.
  totp_last_step bigint not null default 0,
  created_at timestamptz not null default now()
);

create table recovery_code (
  user_id uuid not null references app_user (id) on delete cascade,
  hash bytea not null,
  used_at timestamptz,
  primary key (user_id, hash)
);

create table membership (
  tenant_id uuid not null references tenant (id),
  user_id uuid not null references app_user (id),
  role text not null check (role in ('owner', 'admin', 'operator', 'analyst', 'guide', 'developer')),
  -- Whose customers: all, those of regions or stores, or those related to the staff ids given.
  scope text not null default 'all' check (scope in ('all', 'region', 'store', 'own')),
  scope_ids text[] not null default '{}',
  -- Shown until the person accepts: a brand that invites an address learns nothing about it.
  invited_name text not null,
  invited_at timestamptz not null default now(),
  accepted_at timestamptz,
  disabled_at timestamptz,
  last_seen_at timestamptz,
  primary key (tenant_id, user_id),
  check ((scope = 'all') = (cardinality(scope_ids) = 0)),
  check (role <> 'owner' or scope = 'all')
);
create index membership_of_user on membership (user_id);

create table session (
  id uuid primary key,
  hash bytea not null unique,
  user_id uuid not null references app_user (id) on delete cascade,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ip text not null,
  user_agent text not null
);
create index session_of_user on session (user_id);
create index session_by_expiry on session (expires_at);

-- Wrong passwords, counted by account and by address, whether or not the account exists.
create table sign_in_guess (
  kind text not null check (kind in ('account', 'address')),
  subject text not null,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz,
  primary key (kind, subject)
);

-- Links that work once: the first owner's, an invitation's, a password reset's.
create table one_time_link (
  hash bytea primary key,
  purpose text not null check (purpose in ('first_owner', 'invite', 'reset')),
  tenant_id uuid references tenant (id),
  user_id uuid references app_user (id) on delete cascade,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'first_owner') = (user_id is null)),
  check ((purpose = 'invite') = (tenant_id is not null))
);
create index one_time_link_of_user on one_time_link (user_id, purpose);

create table api_key (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  role text not null check (role in ('owner', 'admin', 'operator', 'analyst', 'guide', 'developer')),
  -- Null: all that the role may do; else only these of them.
  permissions text[],
  hash bytea not null unique,
  -- Its first characters, to recognise it by.
  hint text not null,
  created_at timestamptz not null,
  created_by text not null,
  last_used_at timestamptz,
  revoked_at timestamptz,
  revoked_by text,
  primary key (tenant_id, id)
);

alter table write_key add column last_used_at timestamptz;
alter table write_key add column revoked_by text;

create table audit_log (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- The order of writing: several entries of one millisecond stay in theirs.
  position bigint generated always as identity,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  object_kind text,
  object_id text,
  details jsonb,
  ip text,
  primary key (tenant_id, id)
);
create index audit_log_newest on audit_log (tenant_id, position desc);
create index audit_log_of_object on audit_log (tenant_id, object_kind, object_id, position desc);
create index audit_log_by_action on audit_log (tenant_id, action text_pattern_ops, position desc);
create index audit_log_of_actor on audit_log (tenant_id, actor_id, position desc);

-- API writes that carry an Idempotency-Key. `worked_at` is set in the write's own transaction.
create table idempotency_key (
  tenant_id uuid not null references tenant (id),
  key text not null,
  route text not null,
  request_hash bytea not null,
  -- Who works on it now; another may take over when the lease is out and nothing was written.
  worker uuid not null,
  lease_until timestamptz not null,
  worked_at timestamptz,
  status integer,
  content_type text,
  -- Encrypted: an answer may show a new key's secret.
  answer text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, key)
);
create index idempotency_key_by_age on idempotency_key (created_at);

-- One row: proves that every process of the installation uses the same secret.
create table installation (
  only_one boolean primary key default true check (only_one),
  secret_proof bytea not null
);
