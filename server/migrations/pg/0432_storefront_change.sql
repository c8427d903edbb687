-- Storefronts and the prices they ask are what a brand has set up too: every basket stands before one.
do $$
declare name text;
begin
  foreach name in array array['storefront', 'storefront_price'] loop
    execute format('create trigger %I after insert on %I referencing new table as noted
      for each statement execute function note_brand_change()', name || '_brand_new', name);
    execute format('create trigger %I after update on %I referencing new table as noted
      for each statement execute function note_brand_change()', name || '_brand_changed', name);
    execute format('create trigger %I after delete on %I referencing old table as noted
      for each statement execute function note_brand_change()', name || '_brand_gone', name);
  end loop;
end $$;
