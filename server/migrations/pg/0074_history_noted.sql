-- What an import of the past says changes customers without anybody being told: a transaction of history
-- says so for as long as it lasts, and every trigger's note takes it from there.
alter table customer_change
  add column is_historical boolean not null default (coalesce(current_setting('homefield.history', true), '') = 'on');
alter table customer_state_change add column is_historical boolean not null default false;
