-- A tenant is a brand. Its id leads every key.
create table tenant (
  id uuid primary key,
  name text not null,
  timezone text not null default 'Asia/Shanghai',
  currency text not null default 'CNY',
  created_at timestamptz not null default now()
);

-- Events of our own domains, written in the transaction of what they tell of; a relay drains them
-- into the event store.
create table event_outbox (
  position bigint generated always as identity primary key,
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  event jsonb not null,
  created_at timestamptz not null default now(),
  unique (tenant_id, id)
);
