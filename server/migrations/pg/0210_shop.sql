-- The brand's shop as customers reach it: its address, who is signed in, the codes on their way.
create table shop (
  tenant_id uuid primary key references tenant (id),
  -- The address below /m/; nobody else's.
  slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9]){2,39}$'),
  is_open boolean not null default false,
  -- What customers agree to when they sign in, with its version; agreement is kept with the version.
  privacy_version text not null default '',
  privacy_text text not null default '',
  revision integer not null default 0,
  updated_at timestamptz not null
);

create table shop_session (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  token_hash bytea not null unique,
  -- The anonymous identifier under which her visits are recorded.
  visitor text not null,
  -- Null until she has signed in.
  node_id bigint,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id)
);
create index shop_session_of_node on shop_session (tenant_id, node_id) where node_id is not null;
create index shop_session_due on shop_session (expires_at);

-- Codes sent to phones. Phones, codes and addresses are kept as keyed hashes, and for a day.
create table shop_code (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  session_id uuid not null,
  phone_hash bytea not null,
  address_hash bytea not null,
  code_hash bytea not null,
  tries smallint not null default 0 check (tries between 0 and 5),
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, session_id) references shop_session (tenant_id, id) on delete cascade
);
create index shop_code_of_phone on shop_code (tenant_id, phone_hash, sent_at desc);
create index shop_code_of_address on shop_code (address_hash, sent_at desc);
create index shop_code_of_session on shop_code (tenant_id, session_id, sent_at desc);
create index shop_code_old on shop_code (sent_at);
