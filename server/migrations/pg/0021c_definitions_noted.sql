-- What else changes what customers are found by, besides their own rows.

-- Another order of sources, or another class, may show another value.
create function note_customers_of_attribute() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  select distinct a.tenant_id, a.node_id from attribute a
  where a.tenant_id = new.tenant_id and a.name = new.name;
  return null;
end $$;
create trigger attribute_definition_noted after insert on attribute_definition
  for each row execute function note_customers_of_attribute();
create trigger attribute_definition_change_noted after update of source_priority, data_class on attribute_definition
  for each row execute function note_customers_of_attribute();

-- A group that starts or stops allowing one tag a customer, and a tag that comes into a group.
create function note_customers_of_tag_group() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  select distinct c.tenant_id, c.node_id from tag t
  join customer_tag c on c.tenant_id = t.tenant_id and c.tag = t.name
  where t.tenant_id = new.tenant_id and t.group_id = new.id;
  return null;
end $$;
create trigger tag_group_change_noted after update of is_exclusive on tag_group
  for each row execute function note_customers_of_tag_group();

create function note_customers_of_tag() returns trigger language plpgsql as $$
begin
  insert into customer_change (tenant_id, node_id)
  select distinct c.tenant_id, c.node_id from customer_tag c
  where c.tenant_id = new.tenant_id and c.tag = new.name;
  return null;
end $$;
create trigger tag_change_noted after update of group_id on tag
  for each row execute function note_customers_of_tag();
