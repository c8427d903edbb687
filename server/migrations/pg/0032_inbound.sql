-- Addresses at which others' systems may leave any JSON; it goes through a mapping as a file would.
create table inbound_address (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  -- Name of the saved or shipped mapping that reads it.
  mapping text not null,
  -- Where in a body its rows are, e.g. `data.trades`; empty: the body itself, or each of its list.
  rows_at text not null,
  -- The secret part of the address.
  hash bytea not null unique,
  hint text not null,
  is_on boolean not null default true,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id)
);

create table inbound_message (
  tenant_id uuid not null,
  id uuid not null,
  address_id uuid not null,
  received_at timestamptz not null,
  -- Of the bytes: the same body sent again within the days it is kept is the same message.
  digest bytea not null,
  body text not null,
  -- Set when its rows have become part of an import.
  import_id uuid,
  -- Why it could not: no list where one was promised, no JSON.
  fault text,
  primary key (tenant_id, id),
  unique (tenant_id, address_id, digest),
  foreign key (tenant_id, address_id) references inbound_address (tenant_id, id) on delete cascade
);
create index inbound_message_waiting on inbound_message (tenant_id, address_id, received_at)
  where import_id is null and fault is null;
create index inbound_message_newest on inbound_message (tenant_id, address_id, received_at desc, id desc);
