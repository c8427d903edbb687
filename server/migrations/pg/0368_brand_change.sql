-- A row for every statement that changed what a brand has set up and what the shop reads at every order: a
-- process that has read it knows from these rows whether it holds still. Rows are only ever added by those who
-- change something, so that none of them waits for another.
create table brand_change (
  tenant_id uuid not null,
  -- Random, so that no set of them is ever like an earlier one, whatever was cleared away in between.
  change bigint not null default hashtextextended(gen_random_uuid()::text, 0),
  primary key (tenant_id, change)
);

create function note_brand_change() returns trigger language plpgsql as $$
begin
  insert into brand_change (tenant_id) select distinct tenant_id from noted;
  return null;
end $$;

do $$
declare name text;
begin
  foreach name in array array['product', 'member_price', 'freight_template', 'payment_setting', 'credit_rule',
    'promotion_setting', 'offer', 'offer_group', 'activity', 'offer_experiment', 'offer_experiment_arm',
    'points_rule_version', 'card_plan', 'assignment_setting'] loop
    execute format('create trigger %I after insert on %I referencing new table as noted
      for each statement execute function note_brand_change()', name || '_brand_new', name);
    execute format('create trigger %I after update on %I referencing new table as noted
      for each statement execute function note_brand_change()', name || '_brand_changed', name);
    execute format('create trigger %I after delete on %I referencing old table as noted
      for each statement execute function note_brand_change()', name || '_brand_gone', name);
  end loop;
end $$;

-- Its zone and its currency are read with its products.
create function note_tenant_change() returns trigger language plpgsql as $$
begin
  insert into brand_change (tenant_id) select id from noted;
  return null;
end $$;
create trigger tenant_brand_changed after update on tenant referencing new table as noted
  for each statement execute function note_tenant_change();
