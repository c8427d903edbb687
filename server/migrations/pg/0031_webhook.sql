-- Addresses of others' systems that hear of events.
create table webhook (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  url text not null,
  events text[] not null check (cardinality(events) between 1 and 100),
  -- Whether bodies carry the customer's identifiers.
  with_identifiers boolean not null,
  -- Encrypted; signs every body.
  secret text not null,
  is_on boolean not null default true,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id)
);

-- One event to one address. Of a customer's, the next one waits until the one before is done.
create table webhook_delivery (
  tenant_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  -- 0 for tests, which wait for nobody.
  position bigint not null,
  customer_id bigint not null,
  name text not null,
  body text not null,
  made_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'given_up')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  -- Whoever sends it just now, and until when nobody else does.
  claim uuid,
  claimed_until timestamptz,
  answered_status integer,
  answered_text text,
  took_ms integer,
  ended_at timestamptz,
  -- Given out again by hand from this one.
  replay_of uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, webhook_id) references webhook (tenant_id, id) on delete cascade
);
create unique index webhook_delivery_once on webhook_delivery (tenant_id, webhook_id, event_id) where replay_of is null;
create index webhook_delivery_due on webhook_delivery (next_at) where state = 'waiting';
create index webhook_delivery_in_turn on webhook_delivery (tenant_id, webhook_id, customer_id, position) where state = 'waiting';
create index webhook_delivery_newest on webhook_delivery (tenant_id, webhook_id, made_at desc, id desc);
