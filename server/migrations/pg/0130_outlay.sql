-- What contacts are taken to cost where nothing is recorded, set like the other settings of insight.
alter table insight_setting drop constraint insight_setting_kind_check;
alter table insight_setting add constraint insight_setting_kind_check
  check (kind in ('super_user', 'ownership', 'nps', 'cost_model'));

-- Work of people: so many hours at a rate make the amount.
alter table cost add column hours numeric(10, 2) check (hours > 0);
alter table cost add column hour_rate_fen bigint check (hour_rate_fen >= 0);
