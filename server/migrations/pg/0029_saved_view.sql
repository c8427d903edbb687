-- A list as somebody wants to find it again: its filters, order and columns, under a name.
create table saved_view (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- The page it belongs to, as the console names it: `customers`, `dead_letters`.
  list text not null,
  name text not null,
  -- What the page's address carries; texts only.
  search jsonb not null,
  user_id uuid not null references app_user (id) on delete cascade,
  is_shared boolean not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
-- One of a name for a person's own, and one of a name for the whole brand.
create unique index saved_view_own_name on saved_view (tenant_id, list, user_id, name)
  where not is_shared;
create unique index saved_view_shared_name on saved_view (tenant_id, list, name) where is_shared;

-- The view with which a person begins in a list.
create table saved_view_default (
  tenant_id uuid not null,
  user_id uuid not null references app_user (id) on delete cascade,
  list text not null,
  view_id uuid not null,
  primary key (tenant_id, user_id, list),
  foreign key (tenant_id, view_id) references saved_view (tenant_id, id) on delete cascade
);
