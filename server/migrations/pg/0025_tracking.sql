-- What people say of event names and their properties, beside what collection has seen of them.
create table tracked_event (
  tenant_id uuid not null references tenant (id),
  name text not null,
  label text not null default '',
  label_en text not null default '',
  description text not null default '',
  owner text not null default '',
  status text not null check (status in ('planned', 'live', 'deprecated')),
  -- Where it is expected from; empty: from anywhere.
  sources text[] not null default '{}',
  platforms text[] not null default '{}',
  version integer not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, name)
);

create table tracked_property (
  tenant_id uuid not null references tenant (id),
  event_name text not null,
  name text not null,
  label text not null default '',
  label_en text not null default '',
  description text not null default '',
  -- What it should be; null: whatever comes.
  type text check (type in ('string', 'number', 'boolean', 'list', 'object')),
  class text not null check (class in ('public', 'personal', 'sensitive')),
  unit text not null default '',
  -- Every such event should have it: what completeness counts.
  is_expected boolean not null default false,
  version integer not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, event_name, name)
);

-- Every version there was; property '' is the event itself.
create table tracking_history (
  tenant_id uuid not null references tenant (id),
  event_name text not null,
  property text not null,
  version integer not null,
  -- What it was from then on; null: taken out of the plan.
  content jsonb,
  at timestamptz not null,
  actor_name text not null,
  primary key (tenant_id, event_name, property, version)
);

create table event_rule (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  event_name text not null,
  -- '' for rules about the event as a whole.
  property text not null,
  kind text not null check (kind in
    ('required', 'type', 'enum', 'pattern', 'range', 'max_length', 'unknown_property')),
  setting jsonb not null,
  action text not null check (action in ('off', 'warn', 'reject')),
  version integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, event_name, property, kind)
);

-- Events that broke a rule and were taken all the same, by the day they came in, in the brand's
-- zone. Of the nil rule: events that broke any. Samples are ids: no copy of a value outlives its
-- customer.
create table event_rule_hit (
  tenant_id uuid not null references tenant (id),
  rule_id uuid not null,
  source text not null,
  day date not null,
  hits bigint not null,
  samples uuid[] not null,
  primary key (tenant_id, rule_id, day, source)
);

-- Which rule and event a dead letter is about, when somebody knows.
alter table dead_letter add column event_name text;
alter table dead_letter add column rule_id uuid;
create index dead_letter_of_rule on dead_letter (tenant_id, rule_id, received_at desc) where rule_id is not null;

-- What a day's data was worth, by source; source '' is the brand as a whole. A projection of both
-- stores: measuring a day again writes over it.
create table quality_day (
  tenant_id uuid not null references tenant (id),
  day date not null,
  source text not null,
  -- Hundredths of a point, 0 to 10,000; null: nothing to measure by.
  completeness integer check (completeness between 0 and 10000),
  continuity integer check (continuity between 0 and 10000),
  validity integer check (validity between 0 and 10000),
  agreement integer check (agreement between 0 and 10000),
  figures jsonb not null,
  measured_at timestamptz not null,
  primary key (tenant_id, day, source)
);

create table quality_watch (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  metric text not null check (metric in ('completeness', 'continuity', 'validity', 'agreement')),
  source text not null,
  -- Below this it is an alert; hundredths of a point.
  threshold integer not null check (threshold between 1 and 10000),
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, metric, source)
);

create table quality_alert (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  watch_id uuid not null,
  metric text not null,
  source text not null,
  threshold integer not null,
  day date not null,
  value integer not null,
  opened_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  resolved_at timestamptz,
  primary key (tenant_id, id)
);
-- One open alert a watch, however many processes look.
create unique index quality_alert_open on quality_alert (tenant_id, watch_id) where resolved_at is null;
create index quality_alert_newest on quality_alert (tenant_id, opened_at desc, id desc);

-- 圈选: what was tracked by itself, named by people, as far back as there are rows.
create table named_event (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  label text not null,
  kind text not null check (kind in ('page', 'click')),
  version integer not null,
  created_at timestamptz not null,
  archived_at timestamptz,
  primary key (tenant_id, id)
);
create unique index named_event_name on named_event (tenant_id, name) where archived_at is null;

-- The rows of one name never overlap in time; null: from the beginning, to the end.
create table named_event_version (
  tenant_id uuid not null,
  named_event_id uuid not null,
  version integer not null,
  match jsonb not null,
  valid_from timestamptz,
  valid_to timestamptz,
  -- Replaced by a later version that goes back as far or further.
  is_superseded boolean not null default false,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, named_event_id, version),
  foreign key (tenant_id, named_event_id) references named_event (tenant_id, id)
);

-- A page as the operator's own browser saw it: boxes that can be clicked, never what was typed.
create table page_snapshot (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  page_key text not null,
  platform text not null,
  viewport text not null check (viewport in ('phone', 'tablet', 'desktop')),
  title text not null,
  width integer not null check (width between 1 and 20000),
  height integer not null check (height between 1 and 200000),
  boxes jsonb not null,
  taken_at timestamptz not null,
  taken_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, platform, page_key, viewport)
);

-- Short-lived permission for a page of the brand's to send its picture.
create table pick_session (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  hash bytea not null unique,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);
