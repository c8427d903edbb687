-- What a brand does with the first order of somebody: writes down what it tells, and starts the service that fits it.
create table first_order_setting (
  tenant_id uuid primary key references tenant (id),
  is_on boolean not null,
  -- First orders paid from here on count; whoever has bought before is no new buyer.
  since timestamptz not null,
  -- In order: the first that fits.
  rules jsonb not null,
  revision integer not null check (revision > 0),
  updated_at timestamptz not null,
  updated_by text not null
);

create table first_order (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- The customer as she was known then, all her nodes together: one first order a person.
  person_id bigint,
  -- Both null: she was erased.
  node_id bigint,
  -- No foreign key: who takes an import back takes its orders with it, and what was done for her stays done.
  order_id uuid not null,
  paid_at timestamptz not null,
  -- Which attributes were written, to take them back when nothing is left of the order.
  written text[] not null,
  -- The rule as it was then; null: none fitted.
  service jsonb,
  -- recorded: there is no service to be given; called_off: nothing is left of the order.
  state text not null check (state in ('recorded', 'open', 'done', 'called_off')),
  -- Who gives it; null: nobody yet.
  staff_code text,
  store_code text,
  due_at timestamptz,
  done_at timestamptz,
  note text not null default '',
  revision integer not null default 1,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, order_id),
  check ((state = 'done') = (done_at is not null)),
  check (state <> 'open' or service is not null),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create unique index first_order_of_person on first_order (tenant_id, person_id) where state <> 'called_off';
create index first_order_newest on first_order (tenant_id, created_at desc, id desc);
create index first_order_of_node on first_order (tenant_id, node_id);
create index first_order_of_staff on first_order (tenant_id, staff_code) where state = 'open';
