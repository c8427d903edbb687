-- Audiences: rules over customers, and lists of them. Who is inside stands in the event store
-- (audience_change, audience_snapshot); here stands what an audience is and how far it has come.
create table audience (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  description text not null default '',
  folder text not null default '',
  labels text[] not null default '{}',
  kind text not null check (kind in ('rule', 'static')),
  state text not null default 'draft' check (state in ('draft', 'live', 'paused', 'archived')),
  -- The rule in force, of audience_rule; 0 while there is none, and for lists.
  rule_version integer not null default 0,
  -- What may change its answer, derived from the rule in force.
  needs_events text[] not null default '{}',
  -- 'kind\x1fkey' of customer_state; 'kind\x1f*' for any key of the kind.
  needs_keys text[] not null default '{}',
  needs_audiences uuid[] not null default '{}',
  -- It cannot be answered for some customers alone.
  is_whole boolean not null default false,
  -- Time alone may change it.
  is_clocked boolean not null default false,
  -- Of the membership: one more with every change.
  version bigint not null default 0,
  size bigint not null default 0,
  -- Membership is what the rule says at this moment.
  evaluated_at timestamptz,
  changed_at timestamptz,
  -- Whom time moved before this moment has been looked at.
  crossed_at timestamptz,
  -- The earliest moment at which time alone may change it.
  wake_at timestamptz,
  -- Everybody is to be looked at: told to those who react, or silently.
  build text check (build in ('silent', 'told')),
  -- Whoever was writing when it was built may not have been counted: once they all have ended (the
  -- transactions below the first, the batches up to the second), everybody is looked at again.
  settles_after xid8,
  settles_batch bigint,
  -- Versions of the audiences that it refers to, as they were looked at: {"<id>": 12}.
  heard jsonb not null default '{}',
  snapshot_version bigint not null default 0,
  snapshot_on date,
  -- Customers that changed since the snapshot.
  changed_since bigint not null default 0,
  failed_at timestamptz,
  failure text,
  -- Tags that follow it: {"tag": "vip", "mode": "add" | "mirror"}, as far as this version.
  tag_sync jsonb,
  tag_synced_version bigint not null default 0,
  created_at timestamptz not null default now(),
  created_by text not null,
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (tenant_id, id)
);
create unique index audience_by_name on audience (tenant_id, lower(name)) where state <> 'archived';
create index audience_to_build on audience (tenant_id) where state = 'live' and kind = 'rule' and (build is not null or settles_after is not null);
create index audience_to_wake on audience (wake_at) where state = 'live' and kind = 'rule' and wake_at is not null;
create index audience_that_refers on audience (tenant_id) where state = 'live' and kind = 'rule' and needs_audiences <> '{}';

-- Each wording of a rule, kept for ever.
create table audience_rule (
  tenant_id uuid not null,
  audience_id uuid not null,
  version integer not null,
  rule jsonb not null,
  note text not null default '',
  at timestamptz not null default now(),
  by text not null,
  by_name text not null default '',
  primary key (tenant_id, audience_id, version),
  foreign key (tenant_id, audience_id) references audience (tenant_id, id)
);

-- Whose nodes events of a name touched, a row a batch and name: for who wants to know who, not what.
alter table signal_interest add column nodes_only boolean not null default false;
create table touched_node (
  position bigint generated always as identity primary key,
  tenant_id uuid not null,
  consumer text not null,
  -- Readable when this batch is done; null: at once.
  batch_id bigint,
  event_name text not null,
  historical boolean not null,
  nodes bigint[] not null
);
create index touched_node_of_tenant on touched_node (consumer, tenant_id, position);
create index touched_node_by_batch on touched_node (batch_id);

-- Nodes whose customer changed, for who keeps sets of customers.
create table regrouped_node (
  position bigint generated always as identity primary key,
  tenant_id uuid not null,
  node_id bigint not null,
  from_id bigint not null,
  to_id bigint not null
);
create index regrouped_node_of_tenant on regrouped_node (tenant_id, position);

create function note_regrouped() returns trigger language plpgsql as $$
begin
  if exists (select 1 from audience where tenant_id = new.tenant_id) then
    insert into regrouped_node (tenant_id, node_id, from_id, to_id)
    values (new.tenant_id, new.id, old.canonical_id, new.canonical_id);
  end if;
  return null;
end $$;
create trigger note_regrouped after update of canonical_id on customer
  for each row when (old.canonical_id is distinct from new.canonical_id) execute function note_regrouped();
