-- Group robots of chats, alerts on metrics, and reports: what is told by itself, each once a period.
create table robot (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  kind text not null check (kind in ('wecom', 'dingtalk', 'feishu')),
  -- The address holds the key, so it is a secret like what signs.
  url_sealed text not null,
  secret_sealed text,
  is_on boolean not null default true,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id)
);
create unique index robot_by_name on robot (tenant_id, lower(name));

create table robot_message (
  tenant_id uuid not null,
  id uuid not null,
  robot_id uuid not null,
  -- What it tells, once: `alert <id> <period>`, `report <id> <day>`.
  key text not null,
  message jsonb not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'given_up')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  claimed_until timestamptz,
  answer text,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, robot_id, key),
  foreign key (tenant_id, robot_id) references robot (tenant_id, id) on delete cascade
);
create index robot_message_due on robot_message (next_at) where state = 'waiting';

create table metric_alert (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  metric text not null,
  period text not null check (period in ('hour', 'day', 'week')),
  -- {kind: threshold, op, value} or {kind: anomaly, direction, sensitivity}
  test jsonb not null,
  robots uuid[] not null default '{}',
  is_on boolean not null default true,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index metric_alert_by_name on metric_alert (tenant_id, lower(name));

-- What came of a period: looked at once, told at most once.
create table metric_alert_look (
  tenant_id uuid not null,
  alert_id uuid not null,
  -- When the period began.
  period timestamptz not null,
  looked_at timestamptz not null,
  -- quiet, fired, or too_little: no past to compare with
  outcome text not null check (outcome in ('quiet', 'fired', 'too_little')),
  value double precision,
  expected double precision,
  spread double precision,
  -- The segments the change is owed to, largest first: [{dimension, name, share, change}]
  causes jsonb not null default '[]',
  primary key (tenant_id, alert_id, period),
  foreign key (tenant_id, alert_id) references metric_alert (tenant_id, id) on delete cascade
);

create table metric_report (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  -- daily: the day before in five figures; board, question: what is saved under `saved_id`
  kind text not null check (kind in ('daily', 'board', 'question')),
  saved_id uuid,
  metrics text[] not null default '{}',
  -- Hour of the brand's day, and days of its week (1 Monday).
  hour smallint not null check (hour between 0 and 23),
  weekdays smallint[] not null,
  robots uuid[] not null default '{}',
  is_on boolean not null default true,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create unique index metric_report_by_name on metric_report (tenant_id, lower(name));

create table metric_report_run (
  tenant_id uuid not null,
  report_id uuid not null,
  -- The brand's day on which it was due.
  day date not null,
  made_at timestamptz not null,
  message jsonb not null,
  primary key (tenant_id, report_id, day),
  foreign key (tenant_id, report_id) references metric_report (tenant_id, id) on delete cascade
);
