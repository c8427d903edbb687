-- How and by when the second half of a double return is paid.
alter table deposit_penalty
  add column method text check (method in ('bank', 'wechat', 'alipay', 'cash', 'stored_value', 'other')),
  add column due_on date;
update deposit_penalty set method = case when state = 'paid' then 'other' end, due_on = owed_at::date + 7;
alter table deposit_penalty alter column due_on set not null,
  add constraint deposit_penalty_method_check1 check ((state = 'paid') = (method is not null));
create index deposit_penalty_owed on deposit_penalty (tenant_id, due_on) where state = 'owed';
