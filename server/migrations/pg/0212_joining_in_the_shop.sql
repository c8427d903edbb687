-- Customers join in the shop on their phones: what they agree to can be read there.
alter table programme add column terms_text text not null default '';
alter table member drop constraint member_joined_by_check;
alter table member add check (joined_by in ('api', 'operator', 'event', 'first_order', 'shop'));
