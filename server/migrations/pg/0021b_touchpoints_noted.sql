-- The number of live touchpoints stands in the customers' list: what changes it is noted.
do $$
declare name text;
begin
  foreach name in array array['touchpoint', 'relation', 'consent'] loop
    execute format('create trigger %I after insert on %I referencing new table as noted
      for each statement execute function note_customers()', name || '_noted', name);
    execute format('create trigger %I after delete on %I referencing old table as noted
      for each statement execute function note_customers()', name || '_gone_noted', name);
    execute format('create trigger %I after update on %I referencing new table as noted old table as noted_before
      for each statement execute function note_moved_customers()', name || '_change_noted', name);
  end loop;
end $$;
insert into customer_change (tenant_id, node_id)
select distinct tenant_id, customer_id from identifier where namespace in ('phone', 'email')
union select distinct tenant_id, node_id from relation;
