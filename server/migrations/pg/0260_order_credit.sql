-- Whom a paid order counts for: of each line, shares by kind, fixed when it was paid by the rule of that day.
create table credit_rule (
  tenant_id uuid not null references tenant (id),
  version integer not null check (version > 0),
  -- Who is the guide of an order: the first of these ways that names somebody.
  guides text[] not null,
  -- Which store it counts for: the first that is known, at last the one that sells.
  stores text[] not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (tenant_id, version)
);

-- What the buyer came by, as her phone or the staff said: {way, staff_id, channel_id, room}.
alter table own_order add column came_by jsonb;

create table order_credit (
  tenant_id uuid not null,
  order_id uuid not null,
  sku text not null,
  kind text not null check (kind in ('store', 'staff', 'channel', 'activity', 'room')),
  subject text not null,
  share_bp integer not null check (share_bp between 1 and 10000),
  fen bigint not null check (fen >= 0),
  reversed_fen bigint not null default 0 check (reversed_fen between 0 and fen),
  -- Which way of the rule named it, or that somebody corrected it.
  because text not null,
  -- 0: the rule that holds where a brand has made none.
  rule_version integer not null check (rule_version >= 0),
  fixed_at timestamptz not null,
  primary key (tenant_id, order_id, sku, kind, subject),
  foreign key (tenant_id, order_id, sku) references own_order_line (tenant_id, order_id, sku)
    deferrable initially deferred
);
create index order_credit_by_time on order_credit (tenant_id, kind, fixed_at);

create table order_credit_correction (
  tenant_id uuid not null,
  id bigint generated always as identity,
  order_id uuid not null,
  kind text not null,
  before jsonb not null,
  after jsonb not null,
  reason text not null,
  actor text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id)
);
create index order_credit_correction_of_order on order_credit_correction (tenant_id, order_id, id);
