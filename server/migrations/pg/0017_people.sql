-- The nodes the customer consisted of when it was said. A yes outweighs the earlier no of any of
-- them for as long as they are one; a no holds for each of them, also after they are parted.
alter table consent_entry add column said_for bigint[] not null default '{}';
create index consent_entry_said_for on consent_entry using gin (said_for);

-- What was reported of a way to reach a customer. What follows from identifiers, relations and
-- consents is not written here: touchpoint-rules.ts adds it when read.
create table touchpoint (
  tenant_id uuid not null,
  node_id bigint not null,
  kind text not null check (kind in ('official_account', 'wecom_friend', 'wecom_group', 'mini_program', 'phone', 'mail', 'app_push')),
  -- The address, app, group or staff member; '' when the report named none.
  ref text not null,
  state text not null check (state in ('reachable', 'do_not_disturb', 'deleted', 'unsubscribed')),
  at timestamptz not null,
  source text not null,
  reason text not null default '',
  primary key (tenant_id, node_id, kind, ref),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create table touchpoint_change (
  tenant_id uuid not null,
  id uuid not null,
  node_id bigint not null,
  kind text not null,
  ref text not null,
  state text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  reason text not null default '',
  actor text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index touchpoint_change_of_node on touchpoint_change (tenant_id, node_id, at desc);

-- Every state a relation between a customer and a staff member was ever reported in.
create table relation_change (
  tenant_id uuid not null,
  id uuid not null,
  node_id bigint not null,
  staff_id text not null,
  state text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  source text not null,
  actor text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index relation_change_of_node on relation_change (tenant_id, node_id, at desc);

-- Two customers of one family. Shown to staff only while it is confirmed: adults say yes each for
-- themselves, a guardian for a child.
create table family_link (
  tenant_id uuid not null,
  id uuid not null,
  -- `node_id` is the kind of the `other_node_id`: parent means that node_id is other's parent.
  node_id bigint not null,
  other_node_id bigint not null,
  kind text not null check (kind in ('spouse', 'parent', 'grandparent', 'sibling', 'relative', 'guardian')),
  node_is_minor boolean not null,
  other_is_minor boolean not null,
  -- When each side agreed; for a minor, when a guardian did.
  node_agreed_at timestamptz,
  other_agreed_at timestamptz,
  -- {form, document, note, guardian}
  evidence jsonb not null default '{}',
  source text not null,
  asserted_by text not null,
  asserted_by_name text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_by_name text,
  end_reason text,
  primary key (tenant_id, id),
  check (node_id <> other_node_id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id),
  foreign key (tenant_id, other_node_id) references customer (tenant_id, id)
);
create index family_link_of_node on family_link (tenant_id, node_id);
create index family_link_of_other on family_link (tenant_id, other_node_id);
