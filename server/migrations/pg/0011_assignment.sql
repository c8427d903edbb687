-- Which store a customer belongs to (归属门店) and which guide is theirs (专属导购), by node: a merge
-- combines them when read, and taking it back gives each side its own.
create table assignment (
  tenant_id uuid not null,
  node_id bigint not null,
  kind text not null check (kind in ('store', 'guide')),
  -- A store's or a staff member's code; null: an operator said nobody.
  code text,
  -- What it was before the last word; equal to code when that only dated it anew.
  previous_code text,
  source text not null check (source in ('operator', 'import', 'order', 'relation', 'rule')),
  strength smallint not null generated always as (case source
    when 'operator' then 5 when 'import' then 4 when 'order' then 3 when 'relation' then 2 else 1 end) stored,
  -- When what decided it happened: the purchase, the adding, the operator's word.
  since timestamptz not null,
  -- No rule takes it away before then.
  protected_until timestamptz,
  reason text not null default '',
  actor text not null,
  -- The import that told of the purchase or adding; undoing it takes this back.
  import_id uuid,
  revision integer not null default 1,
  primary key (tenant_id, node_id, kind),
  foreign key (tenant_id, node_id) references customer (tenant_id, id),
  check (code is not null or source = 'operator')
);
create index assignment_by_code on assignment (tenant_id, kind, code, node_id);
create index assignment_of_import on assignment (tenant_id, import_id) where import_id is not null;

create table assignment_change (
  tenant_id uuid not null,
  id uuid not null,
  node_id bigint not null,
  kind text not null check (kind in ('store', 'guide')),
  from_code text,
  to_code text,
  source text not null,
  since timestamptz not null,
  at timestamptz not null,
  reason text not null default '',
  actor text not null,
  actor_name text not null,
  import_id uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index assignment_change_of_node on assignment_change (tenant_id, node_id, at desc, id desc);
create index assignment_change_of_import on assignment_change (tenant_id, import_id) where import_id is not null;

create table assignment_setting (
  tenant_id uuid not null references tenant (id),
  kind text not null check (kind in ('store', 'guide')),
  protection_days integer not null check (protection_days between 0 and 3650),
  -- first: the earliest purchase or adding decides for good; latest: a later one takes over.
  follow text not null check (follow in ('first', 'latest')),
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, kind)
);

-- What a scope looks up: friends of some staff, without reading the row.
create index relation_friends on relation (tenant_id, staff_id, node_id) where state = 'friend';
