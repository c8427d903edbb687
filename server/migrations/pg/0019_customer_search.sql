-- What customers are found and listed by: projections of what other tables and the event store say,
-- made anew by `homefield check --repair`. None refers to `customer`: a row here is nobody's trace.

-- Nodes of which something was written that is found or listed by. Noted by triggers, in the
-- transaction of the writing, so that no writer can forget it.
create table customer_change (
  position bigint generated always as identity,
  tenant_id uuid not null,
  node_id bigint not null
);
create index customer_change_in_order on customer_change (position);
create index customer_change_of_tenant on customer_change (tenant_id);

-- One row a customer.
create table customer_search (
  tenant_id uuid not null,
  customer_id bigint not null,
  -- Numbers of words (profile/terms.ts), the tenant among what they are made of: one- and two-character
  -- grams of names, tags, values of attributes, kinds of identifiers, stores, guides, platforms.
  terms bigint[] not null,
  -- Names in lower case, one a line: three characters and more are looked for in what grams find.
  names text not null,
  -- As everybody sees them, for comparisons that words cannot answer.
  attributes jsonb not null,
  primary key (tenant_id, customer_id)
);
-- Without a pending list: a reader would have to go through it.
create index customer_search_by_term on customer_search using gin (terms) with (fastupdate = off);
-- Ten thousand commonest words are known to the planner: it must tell a rare name from a common one.
alter table customer_search alter terms set statistics 1000;

-- What changes with every visit and purchase stands apart from the words.
create table customer_figure (
  tenant_id uuid not null,
  customer_id bigint not null,
  is_known boolean not null,
  -- The customer's making where there is no event.
  first_at timestamptz not null,
  last_at timestamptz not null,
  event_count bigint not null,
  platforms text[] not null,
  order_count integer not null,
  -- Paid and not given back, in the brand's currency.
  spent_fen bigint not null,
  last_order_at timestamptz,
  touchpoint_count integer not null,
  primary key (tenant_id, customer_id)
);
create index customer_figure_by_last on customer_figure (tenant_id, last_at desc, customer_id desc);
create index customer_figure_by_first on customer_figure (tenant_id, first_at desc, customer_id desc);
create index customer_figure_by_spent on customer_figure (tenant_id, spent_fen desc, customer_id desc);

-- What the event store holds of each node, added up batch by batch (ingest_batch.is_counted).
create table customer_activity (
  tenant_id uuid not null,
  node_id bigint not null,
  event_count bigint not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  platforms text[] not null,
  primary key (tenant_id, node_id)
) with (fillfactor = 85);

alter table ingest_batch add column is_counted boolean not null default false;
create index ingest_batch_uncounted on ingest_batch (id) where state = 'done' and not is_counted;

create function note_customers() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  select distinct tenant_id, node_id from noted where node_id is not null;
  return null;
end $$;

create function note_moved_customers() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  select distinct tenant_id, node_id from (select * from noted union all select * from noted_before) n
  where node_id is not null;
  return null;
end $$;

do $$
declare name text;
begin
  foreach name in array array['identifier', 'attribute', 'customer_tag', 'sales_order', 'refund', 'assignment'] loop
    execute format('create trigger %I after insert on %I referencing new table as noted
      for each statement execute function note_customers()', name || '_noted', name);
    execute format('create trigger %I after delete on %I referencing old table as noted
      for each statement execute function note_customers()', name || '_gone_noted', name);
  end loop;
  foreach name in array array['customer_tag', 'sales_order', 'refund', 'assignment'] loop
    execute format('create trigger %I after update on %I referencing new table as noted old table as noted_before
      for each statement execute function note_moved_customers()', name || '_change_noted', name);
  end loop;
end $$;

-- Every event that carries attributes writes them again: only another value is worth noting.
create function note_attribute_change() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  select distinct n.tenant_id, n.node_id
  from noted n join noted_before o using (tenant_id, node_id, name, source)
  where n.value is distinct from o.value or n.at <> o.at and exists (
    select 1 from attribute a where a.tenant_id = n.tenant_id and a.node_id = n.node_id and a.name = n.name
      and a.source <> n.source);
  return null;
end $$;
create trigger attribute_change_noted after update on attribute
  referencing new table as noted old table as noted_before
  for each statement execute function note_attribute_change();

-- Every login writes when an identifier was last bound: only another owner is worth noting.
create function note_identifier_change() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  select n.tenant_id, unnest(array[n.node_id, o.node_id])
  from noted n join noted_before o using (tenant_id, namespace, value)
  where n.node_id <> o.node_id or n.customer_id <> o.customer_id;
  return null;
end $$;
create trigger identifier_change_noted after update on identifier
  referencing new table as noted old table as noted_before
  for each statement execute function note_identifier_change();

-- A node that moves to another group changes both.
create function note_customer() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    insert into customer_change (tenant_id, node_id)
    select distinct n.tenant_id, node from noted n join noted_before o using (tenant_id, id),
      unnest(array[n.id, n.canonical_id, o.canonical_id]) as node
    where n.canonical_id <> o.canonical_id;
  else
    insert into customer_change (tenant_id, node_id) select tenant_id, id from noted;
  end if;
  return null;
end $$;
create trigger customer_noted after insert on customer referencing new table as noted
  for each statement execute function note_customer();
create trigger customer_gone_noted after delete on customer referencing old table as noted
  for each statement execute function note_customer();
create trigger customer_change_noted after update on customer
  referencing new table as noted old table as noted_before
  for each statement execute function note_customer();

-- Who is there already.
insert into customer_change (tenant_id, node_id) select tenant_id, id from customer where id = canonical_id;
