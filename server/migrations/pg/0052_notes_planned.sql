-- What is asked of a statement's changed rows is planned once for a connection, for as many rows as
-- its first statement had: planned for one row, a join of 20,000 with themselves took two minutes.
-- So identifiers and customers are looked at row by row, and only where it matters; attributes, where
-- nearly every event changes one, by a statement that is planned anew each time.

create function note_moved_identifier() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  values (new.tenant_id, new.node_id), (old.tenant_id, old.node_id);
  return null;
end $$;
drop trigger identifier_change_noted on identifier;
drop function note_identifier_change;
create trigger identifier_change_noted after update on identifier for each row
  when (old.node_id <> new.node_id or old.customer_id <> new.customer_id)
  execute function note_moved_identifier();

create function note_regrouped_customer() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  values (new.tenant_id, new.id), (new.tenant_id, new.canonical_id), (new.tenant_id, old.canonical_id);
  return null;
end $$;
drop trigger customer_change_noted on customer;
create trigger customer_change_noted after update on customer for each row
  when (old.canonical_id <> new.canonical_id)
  execute function note_regrouped_customer();

create or replace function note_customer() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id) select tenant_id, id from noted;
  return null;
end $$;

create or replace function note_attribute_change() returns trigger language plpgsql as $$
begin
  execute 'insert into customer_change (tenant_id, node_id)
    select distinct n.tenant_id, n.node_id
    from noted n join noted_before o using (tenant_id, node_id, name, source)
    where n.value is distinct from o.value or n.at <> o.at and exists (
      select 1 from attribute a where a.tenant_id = n.tenant_id and a.node_id = n.node_id and a.name = n.name
        and a.source <> n.source)';
  return null;
end $$;
