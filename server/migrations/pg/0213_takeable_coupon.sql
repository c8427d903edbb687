-- Whether customers may take coupons of a batch themselves, in the shop, while its activity runs.
alter table coupon_batch add column is_takeable boolean not null default false;
alter table coupon_batch add check (not is_takeable or kind = 'personal');
