-- The moment a fit looks back from, where it is not the one at which it was fitted: what was brought in
-- of years ago is fitted as of its last day. Null: of when it was fitted.
alter table clv_fit add column as_of timestamptz;
drop index clv_fit_newest;
create index clv_fit_newest on clv_fit (tenant_id, coalesce(as_of, fitted_at) desc);
