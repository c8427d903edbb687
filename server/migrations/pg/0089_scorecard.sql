-- How much operating existing customers weighs against acquiring new ones, in hundredths.
create table scorecard_setting (
  tenant_id uuid primary key references tenant (id),
  operating_weight integer not null check (operating_weight between 0 and 100),
  updated_at timestamptz not null,
  updated_by text not null
);
