-- Customers who share what the shop sells: orders that come by their links count for them.
create table affiliate (
  tenant_id uuid not null references tenant (id),
  -- What her links carry.
  code text not null check (code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  -- Null once she was erased: what counted for the code stays, and leads to nobody.
  node_id bigint,
  state text not null check (state in ('active', 'ended')),
  made_by text not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, code),
  check ((state = 'ended') = (ended_at is not null)),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index affiliate_of_node on affiliate (tenant_id, node_id) where node_id is not null;
create index affiliate_newest on affiliate (tenant_id, made_at desc, code);

-- Whether an order counts for an affiliate beside its guide, only without one, in place of one, or never.
alter table credit_rule add column affiliates text not null default 'beside_guide'
  check (affiliates in ('beside_guide', 'without_guide', 'before_guide', 'never'));
alter table order_credit drop constraint order_credit_kind_check;
alter table order_credit add constraint order_credit_kind_check
  check (kind in ('store', 'staff', 'channel', 'activity', 'room', 'affiliate'));
create index order_credit_of_subject on order_credit (tenant_id, kind, subject, fixed_at);
