-- The brand's programme and its members. A member is a customer in the programme; a fan is one who is not.
create table programme (
  tenant_id uuid primary key references tenant (id),
  name text not null,
  -- What a customer agrees to by joining; each stay keeps the wording it was joined under.
  terms_version text not null,
  -- By which ways one joins: api, operator, event, first_order.
  joining text[] not null,
  -- The event that joins, where one does.
  join_event text,
  revision integer not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check (('event' = any(joining)) = (join_event is not null))
);

-- One row a stay: who leaves and joins again has two.
create table member (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  node_id bigint not null,
  number text not null,
  joined_at timestamptz not null,
  joined_by text not null check (joined_by in ('api', 'operator', 'event', 'first_order')),
  terms_version text not null,
  -- How she agreed: words of who asked her, the event or the order that says so.
  consent_evidence text not null,
  left_at timestamptz,
  left_by text,
  left_reason text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check (left_at is null or left_at >= joined_at),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create unique index member_one_stay on member (tenant_id, node_id) where left_at is null;
create index member_of_node on member (tenant_id, node_id);

-- The rules of a ladder, every wording of them. `growth` ranks members, `fan` who is none.
create table level_rules (
  tenant_id uuid not null references tenant (id),
  ladder text not null check (ladder in ('growth', 'fan')),
  version integer not null,
  rules jsonb not null,
  note text not null default '',
  published_at timestamptz not null,
  published_by text not null,
  published_by_name text not null,
  primary key (tenant_id, ladder, version)
);

-- Growth value given or taken by hand. Growth value is never spent.
create table growth_adjustment (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  key text not null,
  node_id bigint not null,
  growth integer not null check (growth <> 0),
  reason text not null,
  actor text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index growth_adjustment_of_node on growth_adjustment (tenant_id, node_id);

-- Where a customer stands now: what the replay of the rows says, kept. `homefield check` replays it.
create table level_standing (
  tenant_id uuid not null references tenant (id),
  ladder text not null,
  node_id bigint not null,
  level text not null,
  since timestamptz not null,
  term_ends_at timestamptz,
  grace_until timestamptz,
  growth bigint not null,
  spend_fen bigint not null,
  orders integer not null,
  -- What is missing to the next level.
  progress jsonb not null,
  rules_version integer not null,
  -- When time alone may change any of it.
  next_at timestamptz,
  evaluated_at timestamptz not null,
  primary key (tenant_id, ladder, node_id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index level_standing_by_level on level_standing (tenant_id, ladder, level, node_id);
create index level_standing_due on level_standing (next_at) where next_at is not null;

-- Every move, as it was when it was found.
create table level_change (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  ladder text not null,
  node_id bigint not null,
  from_level text,
  to_level text,
  reason text not null,
  -- When it came about by the rules, and when it was found.
  at timestamptz not null,
  found_at timestamptz not null,
  rules_version integer,
  figures jsonb not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index level_change_of_node on level_change (tenant_id, node_id, found_at);
create index level_change_newest on level_change (tenant_id, found_at desc, id desc);

-- What a level gives on entry, once an episode of it.
create table level_entry (
  tenant_id uuid not null references tenant (id),
  ladder text not null,
  node_id bigint not null,
  level text not null,
  episode integer not null,
  at timestamptz not null,
  given_at timestamptz not null,
  primary key (tenant_id, ladder, node_id, level, episode),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);

-- Whose standing has to be looked at again. Noted by triggers, in the transaction of the writing.
create table level_touch (
  position bigint generated always as identity primary key,
  tenant_id uuid not null,
  node_id bigint not null
);
create index level_touch_of_tenant on level_touch (tenant_id, position);

create function note_levels() returns trigger language plpgsql as $$
begin
  insert into level_touch (tenant_id, node_id)
  select distinct n.tenant_id, n.node_id from noted n
  where n.node_id is not null and exists (select 1 from level_rules r where r.tenant_id = n.tenant_id);
  return null;
end $$;
create function note_moved_levels() returns trigger language plpgsql as $$
begin
  insert into level_touch (tenant_id, node_id)
  select distinct n.tenant_id, n.node_id from (
    select tenant_id, node_id from noted union all select tenant_id, node_id from noted_before) n
  where n.node_id is not null and exists (select 1 from level_rules r where r.tenant_id = n.tenant_id);
  return null;
end $$;
do $$
declare name text;
begin
  foreach name in array array['sales_order', 'refund', 'member', 'growth_adjustment'] loop
    execute format('create trigger %I after insert on %I referencing new table as noted
      for each statement execute function note_levels()', name || '_levels', name);
    execute format('create trigger %I after delete on %I referencing old table as noted
      for each statement execute function note_levels()', name || '_gone_levels', name);
    execute format('create trigger %I after update on %I referencing new table as noted old table as noted_before
      for each statement execute function note_moved_levels()', name || '_change_levels', name);
  end loop;
end $$;

-- A merge or its undoing: whoever was and is the customer of the node.
create function note_regrouped_levels() returns trigger language plpgsql as $$
begin
  if new.canonical_id <> old.canonical_id
    and exists (select 1 from level_rules r where r.tenant_id = new.tenant_id) then
    insert into level_touch (tenant_id, node_id) values
      (new.tenant_id, new.id), (new.tenant_id, new.canonical_id), (new.tenant_id, old.canonical_id);
  end if;
  return null;
end $$;
create trigger customer_regrouped_levels after update of canonical_id on customer
  for each row execute function note_regrouped_levels();
