-- Content is opened with points, once a customer, and stays open to her.
alter table reward
  drop constraint reward_kind_check,
  add constraint reward_kind_check check (kind in ('product', 'coupon', 'card', 'stored_value', 'content')),
  add constraint reward_content_check check (kind <> 'content' or (per_customer = 1 and period = 'ever'));

alter table reward_redemption
  -- Of content: until then its points are given back on request, as was said when it was opened; null: never.
  add column refundable_until timestamptz;
