-- What buyers say of what they have received, once an order's line.
create table review_setting (
  tenant_id uuid primary key references tenant (id),
  -- Whether a review waits until somebody has read it.
  needs_approval boolean not null,
  -- So many days after she has it, a line can be reviewed.
  within_days integer not null check (within_days between 1 and 365),
  revision integer not null default 1
);

create table review (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  order_id uuid not null,
  sku text not null,
  -- Null once the person was erased: the stars stay, and lead to nobody.
  node_id bigint,
  stars smallint not null check (stars between 1 and 5),
  words text not null default '' check (length(words) <= 1000),
  -- What she calls herself; empty: anonymous.
  author text not null default '' check (length(author) <= 20),
  state text not null check (state in ('pending', 'shown', 'hidden')),
  -- Why nobody sees it, out of a closed list: its stars are no reason.
  hidden_for text check (hidden_for in ('unlawful', 'insult', 'privacy', 'advertising', 'unrelated')),
  hidden_note text not null default '',
  reply text not null default '' check (length(reply) <= 1000),
  replied_at timestamptz,
  posted_at timestamptz not null,
  decided_at timestamptz,
  -- All of the line was given back: the review stays and earns nothing.
  is_refunded boolean not null default false,
  -- What is still to be done with the points it earned.
  points_due text check (points_due in ('release', 'reclaim')),
  -- Until then points are looked for that its event may still earn.
  points_until timestamptz,
  revision integer not null default 1,
  primary key (tenant_id, id),
  unique (tenant_id, order_id, sku),
  check ((state = 'hidden') = (hidden_for is not null)),
  check ((reply = '') = (replied_at is null)),
  check ((points_due is null) = (points_until is null)),
  foreign key (tenant_id, order_id, sku) references own_order_line (tenant_id, order_id, sku),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index review_of_product on review (tenant_id, sku, id desc) include (stars, state, hidden_for);
create index review_newest on review (tenant_id, id desc);
create index review_waiting on review (tenant_id, id desc) where state = 'pending';
create index review_of_node on review (tenant_id, node_id);
create index review_points_due on review (tenant_id, id) where points_due is not null;

-- Pictures that customers send, without what their cameras wrote beside them.
create table review_picture (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  node_id bigint,
  -- Null until the review is sent.
  review_id uuid,
  position smallint not null default 0,
  content bytea not null,
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, review_id) references review (tenant_id, id) on delete cascade,
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index review_picture_of_review on review_picture (tenant_id, review_id, position) where review_id is not null;
create index review_picture_loose on review_picture (tenant_id, node_id, created_at) where review_id is null;
create index review_picture_of_node on review_picture (tenant_id, node_id);
