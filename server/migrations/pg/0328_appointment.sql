-- A time that somebody has booked at least once, with how many of its seats are held.
create table appointment_slot (
  tenant_id uuid not null,
  id uuid not null,
  service_id uuid not null,
  store_code text not null,
  -- Who gives it; null: the store's own seats.
  staff_code text,
  -- Whose time it takes: staff:<code>, or service:<id>@<store>. Held slots of one resource do not overlap.
  resource text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  busy_until timestamptz not null,
  capacity integer not null,
  held integer not null check (held >= 0),
  primary key (tenant_id, id),
  unique (tenant_id, resource, service_id, store_code, starts_at),
  check (held <= capacity),
  check (ends_at > starts_at and busy_until >= ends_at),
  foreign key (tenant_id, service_id) references appointment_service (tenant_id, id)
);
create index appointment_slot_held on appointment_slot (tenant_id, resource, starts_at) where held > 0;

create table appointment (
  tenant_id uuid not null,
  id uuid not null,
  -- Of the request that booked it: the same again is the same appointment.
  key text not null,
  -- What she shows in the store.
  code text not null,
  service_id uuid not null,
  slot_id uuid not null,
  store_code text not null,
  staff_code text,
  -- Null: she was erased.
  node_id bigint,
  state text not null check (state in ('booked', 'checked_in', 'completed', 'missed', 'cancelled')),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  booked_by text not null check (booked_by in ('customer', 'staff')),
  cancelled_by text check (cancelled_by in ('customer', 'staff')),
  -- What she said when she booked.
  note text not null default '',
  -- Why it was cancelled.
  reason text not null default '',
  -- When she is told of it next; null: no more.
  remind_at timestamptz,
  checked_in_at timestamptz,
  completed_at timestamptz,
  missed_at timestamptz,
  cancelled_at timestamptz,
  revision integer not null default 1,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  unique (tenant_id, code),
  check ((state = 'cancelled') = (cancelled_at is not null)),
  check ((state = 'cancelled') = (cancelled_by is not null)),
  check (state <> 'completed' or completed_at is not null),
  check (state <> 'missed' or missed_at is not null),
  check (remind_at is null or state = 'booked'),
  foreign key (tenant_id, service_id) references appointment_service (tenant_id, id),
  foreign key (tenant_id, slot_id) references appointment_slot (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index appointment_by_start on appointment (tenant_id, starts_at, id);
create index appointment_of_slot on appointment (tenant_id, slot_id);
create index appointment_of_node on appointment (tenant_id, node_id, starts_at);
create index appointment_to_remind on appointment (remind_at) where remind_at is not null;
create index appointment_to_end on appointment (ends_at) where state = 'booked';
