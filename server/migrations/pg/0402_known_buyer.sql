-- By what two buyers may be one person though no identifier says so: where their orders go, who takes them there,
-- the browser they sign in on, and the account they pay with.

-- Written in many ways, one place: without case, width, spaces and punctuation.
create function address_mark(address jsonb) returns text immutable parallel safe language sql as $$
  select nullif(regexp_replace(lower(normalize(coalesce((address -> 'region')::text, '') || coalesce(address ->> 'street', ''), NFKC)),
    '[\s!"#$%&''()*+,./:;<=>?@\[\\\]^_`{|}~、。·「」【】《》]', '', 'g'), '')
$$;
create function recipient_mark(address jsonb) returns text immutable parallel safe language sql as $$
  select nullif(right(regexp_replace(address ->> 'phone', '\D', '', 'g'), 11), '')
$$;
create index own_order_at_address on own_order (tenant_id, address_mark(address)) where address is not null;
create index own_order_to_recipient on own_order (tenant_id, recipient_mark(address)) where address is not null;

-- A hash of the provider and of what it calls who pays.
alter table payment add payer_hash bytea;
create index payment_by_payer on payment (tenant_id, payer_hash) where payer_hash is not null;

-- Who has signed in on which browser: a hash of what its cookie says.
create table buyer_device (
  tenant_id uuid not null,
  device_hash bytea not null,
  node_id bigint not null,
  first_seen_at timestamptz not null,
  primary key (tenant_id, device_hash, node_id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index buyer_device_of_node on buyer_device (tenant_id, node_id);

-- What of these counts when an offer asks for new customers.
alter table promotion_setting add new_by text[] not null default '{address,recipient,device,payer}'
  check (new_by <@ '{address,recipient,device,payer}'::text[]);
