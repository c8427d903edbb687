create table write_key (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  -- client: public, in browsers and mini-programs; what it says is claimed. server: verified.
  kind text not null check (kind in ('client', 'server')),
  hash bytea not null unique,
  hint text not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  revoked_at timestamptz,
  primary key (tenant_id, id)
);

-- A group commit on its way into the event store.
create sequence ingest_batch_seq as bigint;
create table ingest_batch (
  id bigint primary key,
  owner uuid not null,
  state text not null default 'open' check (state in ('open', 'done')),
  lease_until timestamptz not null,
  months integer[] not null,
  created_at timestamptz not null default now()
);
create index ingest_batch_open on ingest_batch (lease_until) where state = 'open';

-- What makes an event count once. Kept 30 days, and for ever for imports.
create table seen_event (
  tenant_id uuid not null,
  event_id uuid not null,
  batch_id bigint not null,
  month integer not null,
  seen_on date not null default current_date,
  is_permanent boolean not null,
  primary key (tenant_id, event_id)
);
create index seen_event_by_batch on seen_event using brin (batch_id) with (pages_per_range = 16, autosummarize = on);
create index seen_event_by_day on seen_event using brin (seen_on) with (autosummarize = on);

create table dead_letter (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  received_at timestamptz not null,
  protocol text not null,
  write_key_id uuid,
  verified boolean not null,
  code text not null,
  reason text not null,
  message_id text,
  raw bytea not null,
  state text not null default 'open' check (state in ('open', 'replayed')),
  replayed_at timestamptz,
  replayed_by text,
  primary key (tenant_id, id)
);
create index dead_letter_newest on dead_letter (tenant_id, received_at desc, id desc);

-- Who wants to hear of an event name. `collect` knows none of them.
create table signal_interest (
  -- The nil UUID stands for every tenant.
  tenant_id uuid not null,
  event_name text not null,
  consumer text not null,
  wants_historical boolean not null default false,
  primary key (tenant_id, event_name, consumer)
);
create table signal (
  position bigint generated always as identity primary key,
  tenant_id uuid not null,
  consumer text not null,
  event_id uuid not null,
  -- Readable only when this batch is done.
  batch_id bigint not null,
  month integer not null,
  event jsonb not null,
  unique (tenant_id, consumer, event_id)
);
create index signal_by_consumer on signal (consumer, position);
create index signal_by_batch on signal (batch_id);

-- The catalogue's memory: what has been seen, and the type a property has for good.
create table event_name (
  tenant_id uuid not null,
  name text not null,
  first_seen_at timestamptz not null default now(),
  primary key (tenant_id, name)
);
create table event_property (
  tenant_id uuid not null,
  event_name text not null,
  name text not null,
  type text not null check (type in ('string', 'number', 'boolean', 'list', 'object')),
  sample jsonb not null,
  first_seen_at timestamptz not null default now(),
  primary key (tenant_id, event_name, name)
);
