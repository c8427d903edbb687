-- The model of a brand's buyers, each time it was fitted: parameters and how well they held, no customers.
create table clv_fit (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  fitted_at timestamptz not null,
  fitted_by text not null,
  customers integer not null,
  -- Of the days of the brand's zone, counted from 1970-01-01: the day it looks back from.
  as_of_day integer not null,
  fit jsonb not null,
  -- Null: too short a past to hold any of it back.
  holdout jsonb,
  primary key (tenant_id, id)
);
create index clv_fit_newest on clv_fit (tenant_id, fitted_at desc);

-- Brands whose model is fitted anew each night.
create table clv_keeping (
  tenant_id uuid primary key references tenant (id),
  -- Customers' scores are kept as attributes, for audiences.
  is_scored boolean not null default false,
  scored_at timestamptz,
  scored integer,
  -- Why the last night's fit did not come off; null: it did.
  failure text,
  failed_at timestamptz
);
