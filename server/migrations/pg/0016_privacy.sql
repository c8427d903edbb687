-- Requests of people about their data: a copy of it, or its erasure. What is erased is named here
-- by numbers only.
create table privacy_request (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  kind text not null check (kind in ('export', 'erase')),
  -- The customer as it was called when asked; after an erasure no such customer exists.
  customer_id bigint not null,
  nodes bigint[] not null default '{}',
  reason text not null,
  -- erased: gone for every reader of the platform; done: also everything that was on its way then.
  state text not null check (state in ('waiting', 'refused', 'erased', 'done')),
  approval_id uuid,
  requested_at timestamptz not null,
  requested_by text not null,
  requested_by_name text not null,
  erased_at timestamptz,
  finished_at timestamptz,
  -- What the sweep looks for: the person's identifiers. Emptied when it is done.
  pending jsonb,
  -- What was exported or erased, rows by kind.
  report jsonb not null default '{}',
  -- Under which the financial rows stand together from now on; it leads to nobody.
  unlinked_id uuid,
  -- SHA-256 over the person's identifiers and consents: proves to who holds a copy what was there.
  consent_proof bytea,
  consent_entries integer,
  primary key (tenant_id, id)
);
create index privacy_request_newest on privacy_request (tenant_id, id desc);
create index privacy_request_unfinished on privacy_request (erased_at) where state = 'erased';

create table privacy_setting (
  tenant_id uuid primary key references tenant (id),
  erase_needs_approval boolean not null default false,
  updated_at timestamptz not null,
  updated_by text not null
);

-- Financial rows of an erased person: node_id is null, this says which belong together.
alter table sales_order add column unlinked_id uuid;
alter table refund add column unlinked_id uuid;
alter table cost add column unlinked_id uuid;

-- What a customer agreed to is asked by purpose; each purpose is told in texts that have versions.
create table consent_purpose (
  tenant_id uuid not null references tenant (id),
  purpose text not null,
  name text not null,
  description text not null default '',
  -- Nothing may be done for it until it was given; the others until it was withdrawn.
  must_be_given boolean not null,
  is_retired boolean not null default false,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, purpose)
);
create table consent_text (
  tenant_id uuid not null,
  purpose text not null,
  version text not null,
  text text not null,
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, purpose, version),
  foreign key (tenant_id, purpose) references consent_purpose (tenant_id, purpose)
);

-- Every word on consent, for ever; nothing here is updated.
create table consent_entry (
  tenant_id uuid not null,
  id uuid not null,
  node_id bigint not null,
  purpose text not null,
  channel text not null,
  state text not null check (state in ('given', 'withdrawn')),
  -- The version of the text that was agreed to, as its source says.
  text_version text,
  source text not null,
  -- A public client key said so; a claimed yes never outweighs a no.
  is_claimed boolean not null,
  -- {form, ip, device, document, note}: what proves it.
  evidence jsonb not null default '{}',
  at timestamptz not null,
  recorded_at timestamptz not null,
  actor text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index consent_entry_of_node on consent_entry (tenant_id, node_id, at desc);

-- The ledger folded, a row a node: the latest no, the latest yes and for which nodes of the group
-- that yes was said, the latest yes that was only claimed. The folds are maxima, so the order in
-- which entries come makes no difference.
alter table consent
  add column withdrawn_at timestamptz,
  add column given_at timestamptz,
  add column given_for bigint[] not null default '{}',
  add column claimed_at timestamptz;
update consent set withdrawn_at = case when state = 'withdrawn' then at end, given_at = case when state = 'given' then at end;
alter table consent drop column state, drop column source, drop column at;
