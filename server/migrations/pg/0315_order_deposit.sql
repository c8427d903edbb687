-- An order may be paid in two payments: a deposit that binds, then the balance.
alter table own_order drop constraint own_order_state_check;
alter table own_order add constraint own_order_state_check check (state in
  ('to_pay', 'to_pay_balance', 'to_ship', 'partly_shipped', 'shipped', 'to_pick_up', 'picked_up', 'received', 'closed',
   'cancelled'));
alter table own_order drop constraint own_order_check4;
alter table own_order add constraint own_order_paid_at check (
  state in ('to_pay', 'to_pay_balance', 'cancelled') or paid_at is not null);
create index own_order_to_pay_balance on own_order (expires_at) where state = 'to_pay_balance';

-- Which part of its order a payment pays; of each part one counts.
alter table payment add column part text not null default 'whole' check (part in ('whole', 'deposit', 'balance'));
drop index payment_of_order;
create unique index payment_of_order on payment (tenant_id, order_id, part) where pays;
drop index payment_waiting;
create unique index payment_waiting on payment (tenant_id, order_id, provider, way, part) where state = 'waiting';

create table order_deposit (
  tenant_id uuid not null,
  order_id uuid not null,
  -- earnest: 定金, kept when the buyer breaks the bargain and returned twice when the shop does.
  -- advance: 订金, which goes back whoever breaks it.
  kind text not null check (kind in ('earnest', 'advance')),
  fen bigint not null check (fen > 0),
  -- Of it, what binds as earnest money: a fifth of the price at most, the rest is an advance.
  binding_fen bigint not null check (binding_fen between 0 and fen),
  -- When the buyer agreed to what earnest money means.
  agreed_at timestamptz,
  balance_from timestamptz not null,
  balance_until timestamptz not null,
  ships_by date not null,
  -- asked: not paid. void: never paid, the order is called off. held: paid, the balance is not.
  -- counted: the balance is paid, and it is part of the price. The others: what became of it instead.
  state text not null check (state in ('asked', 'void', 'held', 'counted', 'forfeited', 'returned', 'doubled')),
  -- Who let the bargain fall.
  ended_by text check (ended_by in ('buyer', 'shop', 'agreed')),
  kept_fen bigint not null default 0,
  -- What went back without the balance having been paid; after that it goes back with the order's after-sale.
  returned_fen bigint not null default 0,
  reason text not null default '',
  paid_at timestamptz,
  decided_at timestamptz,
  reminded_at timestamptz,
  primary key (tenant_id, order_id),
  check (balance_until > balance_from),
  check (kind = 'earnest' or binding_fen = 0),
  check (kind = 'advance' or agreed_at is not null),
  check (kept_fen >= 0 and returned_fen >= 0 and kept_fen <= binding_fen and kept_fen + returned_fen <= fen),
  check (state in ('asked', 'void') or paid_at is not null),
  check ((state in ('forfeited', 'returned', 'doubled')) = (ended_by is not null)),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id)
);
create index order_deposit_to_remind on order_deposit (balance_from) where state = 'held' and reminded_at is null;

-- The second half of a double return: what the shop owes the buyer on top. The first half is her own money.
create table deposit_penalty (
  tenant_id uuid not null,
  order_id uuid not null,
  fen bigint not null check (fen > 0),
  state text not null check (state in ('owed', 'paid')),
  owed_at timestamptz not null,
  paid_at timestamptz,
  paid_by text,
  -- How it was paid: the number of a transfer.
  reference text not null default '',
  primary key (tenant_id, order_id),
  check ((state = 'paid') = (paid_at is not null)),
  foreign key (tenant_id, order_id) references order_deposit (tenant_id, order_id)
);
create index deposit_penalty_newest on deposit_penalty (tenant_id, owed_at desc, order_id desc);
