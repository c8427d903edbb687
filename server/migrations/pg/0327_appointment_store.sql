-- When a store takes appointments, and who is there when. By the clock of the store.
create table appointment_store (
  tenant_id uuid not null references tenant (id),
  store_code text not null,
  -- Null: the brand's own.
  time_zone text,
  -- [{"weekday": 1..7, "from": "09:00", "to": "18:00"}]
  hours jsonb not null default '[]',
  closed_days date[] not null default '{}',
  -- [{"staff_id", "weekday", "from", "to"}]
  shifts jsonb not null default '[]',
  -- [{"staff_id", "on": "2026-12-01"}]
  days_off jsonb not null default '[]',
  revision integer not null default 1,
  updated_at timestamptz not null,
  primary key (tenant_id, store_code)
);
