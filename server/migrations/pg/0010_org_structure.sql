-- Headquarters (the brand itself), regions below it to any depth, stores in regions.
create table region (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- What the brand's other systems call it. It never changes: data scopes name it.
  code text not null,
  name text not null,
  -- Null: directly below headquarters.
  parent_id uuid,
  revision integer not null default 1,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, parent_id) references region (tenant_id, id),
  check (parent_id <> id)
);
create index region_by_parent on region (tenant_id, parent_id);

create table store (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- `store_id` of events, orders and costs. It never changes.
  code text not null,
  name text not null,
  -- Null: directly below headquarters.
  region_id uuid,
  kind text not null check (kind in ('direct', 'franchise', 'online')),
  address text not null default '',
  opened_on date,
  closed_on date,
  revision integer not null default 1,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, region_id) references region (tenant_id, id),
  check (closed_on >= opened_on)
);
create index store_by_region on store (tenant_id, region_id);

create table staff (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- `staff_id` of events, orders, costs and relations. It never changes.
  code text not null,
  name text not null,
  wecom_user_id text,
  phone text,
  -- The person's own sign-in, when they have one: it ends when they leave.
  user_id uuid references app_user (id),
  state text not null default 'active' check (state in ('active', 'left')),
  -- Counted up by every change, moves included: of two at once the second is refused.
  revision integer not null default 1,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  unique (tenant_id, wecom_user_id),
  unique (tenant_id, user_id)
);

-- Who worked where from when to when. Neither a store nor a region: at headquarters.
create table staff_post (
  tenant_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  store_id uuid,
  region_id uuid,
  title text not null default '',
  from_at timestamptz not null,
  to_at timestamptz,
  -- Why it ended: moved elsewhere, or left the brand.
  ended_by text check (ended_by in ('moved', 'left')),
  reason text not null default '',
  actor text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade,
  foreign key (tenant_id, store_id) references store (tenant_id, id),
  foreign key (tenant_id, region_id) references region (tenant_id, id),
  check (store_id is null or region_id is null),
  check (to_at >= from_at),
  check ((to_at is null) = (ended_by is null))
);
create unique index staff_post_present on staff_post (tenant_id, staff_id) where to_at is null;
create index staff_post_of_staff on staff_post (tenant_id, staff_id, from_at desc);
create index staff_post_of_store on staff_post (tenant_id, store_id) where store_id is not null;
create index staff_post_of_region on staff_post (tenant_id, region_id) where region_id is not null;
