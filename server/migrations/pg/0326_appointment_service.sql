-- What can be booked: how long it takes, how early and how late, where and with whom.
create table appointment_service (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  description text not null default '',
  -- Only live ones are booked.
  state text not null default 'draft' check (state in ('draft', 'live', 'stopped')),
  duration_minutes integer not null check (duration_minutes between 5 and 720),
  -- Kept free after it, for cleaning up and the way.
  buffer_minutes integer not null check (buffer_minutes between 0 and 240),
  -- From one start to the next.
  step_minutes integer not null check (step_minutes between 5 and 720),
  -- How many customers come to one slot.
  capacity integer not null check (capacity between 1 and 500),
  -- Somebody gives it: their time is taken, and one slot of theirs overlaps no other.
  by_staff boolean not null,
  -- How long before its start the last one is booked, and how many days ahead the first.
  lead_minutes integer not null check (lead_minutes between 0 and 43200),
  horizon_days integer not null check (horizon_days between 1 and 365),
  -- How long before its start a customer may still cancel or move it herself.
  cancel_minutes integer not null check (cancel_minutes between 0 and 43200),
  -- Booked and still to come, of one customer.
  per_customer integer not null check (per_customer between 1 and 100),
  -- She is reminded so many hours before.
  remind_hours integer[] not null,
  store_codes text[] not null,
  staff_codes text[] not null,
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
