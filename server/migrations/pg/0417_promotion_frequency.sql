-- How often a storefront may promote: in any thirty days so many activities and so many days with a discount, and so
-- many whole days between two of them; null: no limit.
alter table storefront
  add most_activities integer check (most_activities > 0),
  add most_days integer check (most_days between 0 and 30),
  add gap_days integer check (gap_days between 1 and 365);

-- When it first went live, and since when it has not been: what it was promoted on.
alter table activity add live_from timestamptz, add live_until timestamptz;
update activity set live_from = created_at where state <> 'draft';
update activity set live_until = updated_at where state in ('paused', 'ended');
alter table offer add live_from timestamptz, add live_until timestamptz;
update offer set live_from = created_at where state <> 'draft';
update offer set live_until = updated_at where state in ('paused', 'ended');
