-- Home pages of the shop, made of blocks: for a storefront, for an audience, in an order.
create table shop_page (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null,
  -- Of one storefront; null: of any.
  storefront text,
  -- For who is in it; null: for everybody, also for who is not known.
  audience_id uuid,
  -- The highest of those that fit is shown.
  priority integer not null default 0,
  -- What is being worked on: a list of blocks.
  draft jsonb not null default '[]',
  -- Counted up by each change of the draft, so that two who edit do not overwrite each other.
  draft_revision integer not null default 0,
  -- Counted up by each change of the rest.
  revision integer not null default 0,
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, storefront) references storefront (tenant_id, code)
);

-- What was published, never changed; each is shown in its time. Of several the one that began last is shown.
create table shop_page_version (
  tenant_id uuid not null,
  page_id uuid not null,
  version integer not null,
  blocks jsonb not null,
  note text not null default '',
  starts_at timestamptz not null,
  ends_at timestamptz,
  published_at timestamptz not null,
  published_by text not null,
  -- Taken back by a person; null: it stands.
  withdrawn_at timestamptz,
  withdrawn_by text,
  primary key (tenant_id, page_id, version),
  foreign key (tenant_id, page_id) references shop_page (tenant_id, id) on delete cascade,
  check (ends_at > starts_at)
);
create index shop_page_version_standing on shop_page_version (tenant_id, starts_at) where withdrawn_at is null;

-- Which pictures drafts (version 0) and versions show: what is shown somewhere is not removed.
create table shop_page_picture (
  tenant_id uuid not null,
  page_id uuid not null,
  version integer not null,
  picture_id uuid not null,
  primary key (tenant_id, page_id, version, picture_id),
  foreign key (tenant_id, page_id) references shop_page (tenant_id, id) on delete cascade,
  foreign key (tenant_id, picture_id) references picture (tenant_id, id)
);
create index shop_page_picture_of on shop_page_picture (tenant_id, picture_id);

-- Lets a browser see a draft as customers would, for a while, without signing in.
create table shop_preview (
  tenant_id uuid not null,
  hash bytea not null unique,
  page_id uuid not null,
  expires_at timestamptz not null,
  primary key (tenant_id, hash),
  foreign key (tenant_id, page_id) references shop_page (tenant_id, id) on delete cascade
);
create index shop_preview_due on shop_preview (expires_at);
