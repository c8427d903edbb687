-- Who holds a coupon is told once before it ends.
alter table promotion_setting add coupon_notice_days smallint default 3 check (coupon_notice_days between 1 and 30);
alter table coupon add noticed_at timestamptz;
create index coupon_to_notice on coupon (tenant_id, valid_to)
  where state = 'taken' and noticed_at is null and valid_to is not null and node_id is not null;
-- What ends so soon that it would be told of at once, on the day this came in, is left as it was.
update coupon set noticed_at = now() where state = 'taken' and valid_to <= now() + interval '3 days';
