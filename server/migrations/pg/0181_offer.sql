-- Offers of the brand. What an offer is (its terms) is versioned: an order keeps the version it was priced with.
create table offer (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  activity_id uuid,
  source text not null check (source in ('offer', 'coupon')),
  state text not null default 'draft' check (state in ('draft', 'live', 'paused', 'ended')),
  version integer not null default 1,
  kind text not null,
  -- Terms as the kit reads them, without id, name, source and what is left.
  terms jsonb not null,
  -- {"all": {"uses", "fen"}, "customer": …, "day": …, "store": …}; absent: no limit.
  limits jsonb not null default '{}',
  -- Of its terms, so that what is over need not be read.
  starts_at timestamptz,
  ends_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, activity_id) references activity (tenant_id, id)
);
create index offer_live on offer (tenant_id, source) where state = 'live';
create index offer_newest on offer (tenant_id, created_at desc, id desc);
create index offer_of_activity on offer (tenant_id, activity_id) where activity_id is not null;

create table offer_version (
  tenant_id uuid not null,
  offer_id uuid not null,
  version integer not null,
  name text not null,
  terms jsonb not null,
  limits jsonb not null,
  at timestamptz not null,
  actor text not null,
  primary key (tenant_id, offer_id, version),
  foreign key (tenant_id, offer_id) references offer (tenant_id, id)
);

create table offer_group (
  tenant_id uuid not null references tenant (id),
  code text not null,
  name text not null,
  mode text not null check (mode in ('best', 'all', 'first', 'highest', 'lowest')),
  primary key (tenant_id, code)
);

-- How much an order may combine, and from where on activities are warned about.
create table promotion_setting (
  tenant_id uuid primary key references tenant (id),
  -- Null: as many as there are.
  most_offers integer check (most_offers >= 0),
  most_coupons integer check (most_coupons >= 0),
  -- So many activities that share customers may begin within thirty days.
  most_activities integer check (most_activities > 0),
  -- The deepest discount an offer may give before somebody is warned, basis points.
  deepest_bp integer check (deepest_bp between 1 and 10000),
  -- An activity with a budget from here on needs a second person; null: none does.
  approval_from_fen bigint check (approval_from_fen >= 0)
);
