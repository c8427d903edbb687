-- What the brand owes a customer to say: a code, a parcel on its way, a group that came together. Nothing that
-- advertises is among it.
create table service_message (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  kind text not null,
  -- What it is about, by whoever writes it: asked for twice, it is written once.
  key text not null,
  -- Null when it goes to somebody who is no customer yet.
  node_id bigint,
  text text not null,
  -- Where it leads in the shop.
  link text,
  -- What must not stay readable, such as a code: sealed, and blanked once it is of no use.
  secret_sealed text,
  secret_until timestamptz,
  created_at timestamptz not null,
  read_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, key),
  check ((secret_sealed is null) or (secret_until is not null))
);
create index service_message_newest on service_message (tenant_id, created_at desc, id desc);
create index service_message_of_node on service_message (tenant_id, node_id, id desc) where node_id is not null;
create index service_message_secret on service_message (secret_until) where secret_sealed is not null;
