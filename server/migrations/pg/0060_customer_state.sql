-- What stands of each customer in the event store's `customer_state`, so that only differences are
-- written there. A projection, made anew by `homefield check --repair`.
create table customer_state (
  tenant_id uuid not null,
  customer_id bigint not null,
  -- Of everything below: who is as she was is told apart by it. 0: looked at anew.
  digest bigint not null,
  -- Of which nodes the customer consisted: with them her events change, whatever else stays.
  nodes bigint[] not null,
  -- {"kind\x1fkey": hash of the row}
  state jsonb not null,
  primary key (tenant_id, customer_id)
);
-- Given out under the projection's lock, so that a later row has the larger one.
create sequence customer_state_version as bigint;
-- The version each brand was last written with: whatever is newer in the event store was written by
-- a transaction that never ended.
create table customer_state_round (
  tenant_id uuid primary key references tenant (id),
  version bigint not null
);

-- Customers of whom something changed in `customer_state`, for who evaluates rules about them.
create table customer_state_change (
  position bigint generated always as identity,
  tenant_id uuid not null,
  customer_id bigint not null,
  -- 'kind\x1fkey'; '*' for all of a customer who is new or gone.
  keys text[] not null,
  -- For a customer who was merged away: whose part she is now.
  into_id bigint,
  primary key (tenant_id, position)
);

-- A reader of lists brings in what waits for them; the event store then still waits for it.
alter table customer_change add column is_listed boolean not null default false;
drop index customer_change_of_tenant;
create index customer_change_to_list on customer_change (tenant_id) where not is_listed;

-- Since when a source has been saying what it says now; null: since `at`. The same word said again
-- moves `at` only.
alter table attribute add column held_since timestamptz;
-- What was said before this was kept: the last other word ended at the latest when it was replaced.
update attribute a set held_since = h.replaced_at
from (select tenant_id, node_id, name, source, max(replaced_at) as replaced_at from attribute_history group by 1, 2, 3, 4) h
where h.tenant_id = a.tenant_id and h.node_id = a.node_id and h.name = a.name and h.source = a.source
  and h.replaced_at < a.at;

create function keep_held_since() returns trigger language plpgsql as $$
begin
  new.held_since := case when new.value = old.value then least(coalesce(old.held_since, old.at), new.at) end;
  return new;
end $$;
-- Most writes repeat a word or replace one for the first time: those with nothing to keep call nothing.
create trigger attribute_held before update on attribute for each row
  when (case when new.value = old.value then new.at <> old.at and (old.held_since is null or new.at < old.held_since)
    else old.held_since is not null end)
  execute function keep_held_since();

-- As before, and when a word turns out to have been said earlier.
create or replace function note_attribute_change() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  select distinct n.tenant_id, n.node_id
  from noted n join noted_before o using (tenant_id, node_id, name, source)
  where n.value is distinct from o.value or coalesce(n.held_since, n.at) <> coalesce(o.held_since, o.at)
    or n.at <> o.at and exists (
      select 1 from attribute a where a.tenant_id = n.tenant_id and a.node_id = n.node_id and a.name = n.name
        and a.source <> n.source);
  return null;
end $$;

-- A confirmed link is of both sides.
create function note_family() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  select distinct tenant_id, node from noted, unnest(array[node_id, other_node_id]) as node;
  return null;
end $$;
create trigger family_noted after insert on family_link referencing new table as noted
  for each statement execute function note_family();
create trigger family_change_noted after update on family_link referencing new table as noted
  for each statement execute function note_family();
create trigger family_gone_noted after delete on family_link referencing old table as noted
  for each statement execute function note_family();

-- Who is there already.
insert into customer_change (tenant_id, node_id) select tenant_id, id from customer where id = canonical_id;
