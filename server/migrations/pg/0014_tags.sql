create table tag_group (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  -- A customer holds at most one tag of it: the newest.
  is_exclusive boolean not null default false,
  is_archived boolean not null default false,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table tag (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  group_id uuid,
  description text not null default '',
  is_archived boolean not null default false,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  foreign key (tenant_id, group_id) references tag_group (tenant_id, id)
);

-- Names a tag had before it was renamed, or that were merged into it: sources go on sending them.
create table tag_alias (
  tenant_id uuid not null,
  alias text not null,
  tag_id uuid not null,
  primary key (tenant_id, alias),
  foreign key (tenant_id, tag_id) references tag (tenant_id, id) on delete cascade
);

alter table customer_tag
  -- `user:<id>`, `rule:<id>`, `import:<id>` …, and the name shown for it.
  add column actor text not null default '',
  add column actor_name text not null default '',
  add column reason text not null default '',
  add column expires_at timestamptz;
create index customer_tag_expiring on customer_tag (expires_at) where expires_at is not null;

insert into tag (tenant_id, id, name, created_by)
select tenant_id, gen_random_uuid(), tag, 'system:migration' from (select distinct tenant_id, tag from customer_tag) t;

create table tag_rule (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  event_name text not null,
  -- [{property, op, value}]
  conditions jsonb not null default '[]',
  tag_id uuid not null,
  -- The tag expires so many days after the event; null: it stays.
  days integer check (days > 0),
  is_on boolean not null default true,
  fired bigint not null default 0,
  last_fired_at timestamptz,
  -- A chain of rules was cut here: how often, when, and at which customer last.
  stopped bigint not null default 0,
  last_stopped_at timestamptz,
  last_stopped_node bigint,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, tag_id) references tag (tenant_id, id)
);

-- Each rule acts once on an event, whatever is delivered again. Kept as long as seen events.
create table tag_rule_firing (
  tenant_id uuid not null,
  rule_id uuid not null,
  event_id uuid not null,
  node_id bigint not null,
  at timestamptz not null,
  -- Too deep in a chain of rules: nothing was done.
  is_stopped boolean not null,
  fired_on date not null default current_date,
  primary key (tenant_id, rule_id, event_id),
  foreign key (tenant_id, rule_id) references tag_rule (tenant_id, id) on delete cascade
);
create index tag_rule_firing_of_node on tag_rule_firing (tenant_id, node_id);
create index tag_rule_firing_by_day on tag_rule_firing using brin (fired_on);
