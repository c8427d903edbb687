-- Reports by mail, on days of a month as well, made once an occurrence and tried again; the brand's mail server.
create table mail_server (
  tenant_id uuid primary key references tenant (id),
  host text not null,
  port integer not null check (port between 1 and 65535),
  security text not null check (security in ('tls', 'starttls', 'none')),
  username text,
  password_sealed text,
  from_address text not null,
  from_name text not null,
  updated_at timestamptz not null,
  updated_by text not null
);

alter table metric_report
  -- Instead of days of the week: this day of each month, or its last where it is shorter.
  add column monthday smallint check (monthday between 1 and 31),
  add column members uuid[] not null default '{}',
  add column addresses text[] not null default '{}',
  add column language text not null default 'zh-CN' check (language in ('zh-CN', 'en')),
  -- Whose figures it shows: `user:<id>`, `api_key:<id>`, `system:…`.
  add column scheduled_by text not null default 'system:system',
  -- Occurrences since then count as missed where nothing was made.
  add column on_since timestamptz not null default now();
update metric_report set scheduled_by = created_by;
alter table metric_alert add column language text not null default 'zh-CN' check (language in ('zh-CN', 'en'));

alter table metric_report_run
  add column id uuid not null default gen_random_uuid(),
  add column kind text not null default 'due' check (kind in ('due', 'now')),
  add column state text not null default 'made' check (state in ('making', 'made', 'failed', 'missed')),
  add column attempts integer not null default 1,
  -- When a failed one is tried again; null: no more.
  add column next_at timestamptz,
  add column claimed_until timestamptz,
  add column problem text,
  -- PNG; what robots show and mails hold.
  add column picture bytea,
  alter column made_at drop not null,
  alter column message drop not null,
  drop constraint metric_report_run_pkey,
  add primary key (tenant_id, id);
-- An occurrence is one row, whoever makes it.
create unique index metric_report_run_once on metric_report_run (tenant_id, report_id, day) where kind = 'due';
create index metric_report_run_newest on metric_report_run (tenant_id, report_id, day desc);

-- Who wants a report by mail no more.
create table metric_report_leaver (
  tenant_id uuid not null,
  report_id uuid not null,
  address text not null,
  left_at timestamptz not null,
  primary key (tenant_id, report_id, address),
  foreign key (tenant_id, report_id) references metric_report (tenant_id, id) on delete cascade
);

create table mail (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  run_id uuid,
  -- What it tells, once to an address: `report <id> <day>`.
  key text not null,
  address text not null,
  subject text not null,
  body jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'given_up')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  claimed_until timestamptz,
  problem text,
  answer text,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, address, key),
  foreign key (tenant_id, run_id) references metric_report_run (tenant_id, id) on delete cascade
);
create index mail_due on mail (next_at) where state = 'waiting';
create index mail_of_run on mail (tenant_id, run_id);

-- WeCom takes a picture as a message of its own: what was sent of a message is not sent twice.
alter table robot_message
  add column run_id uuid,
  add column sent_parts smallint not null default 0,
  add foreign key (tenant_id, run_id) references metric_report_run (tenant_id, id) on delete set null (run_id);
create index robot_message_of_run on robot_message (tenant_id, run_id);
