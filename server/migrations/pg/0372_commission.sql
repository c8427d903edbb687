-- What a line of a paid order earns whom. One level only: who earns is whom the line counts for, and nobody else.
create table commission (
  tenant_id uuid not null,
  order_id uuid not null,
  sku text not null,
  -- As in order_credit.
  kind text not null check (kind = 'affiliate'),
  subject text not null,
  rule_version integer not null,
  -- As it was when the line first earned; what is changed at the product later changes nothing here.
  rate_bp integer not null check (rate_bp between 1 and 10000),
  -- What the line counts for her with, and what that earns.
  basis_fen bigint not null check (basis_fen >= 0),
  earned_fen bigint not null check (earned_fen between 0 and basis_fen),
  -- Of it, what went with what was given back.
  reversed_fen bigint not null default 0 check (reversed_fen between 0 and earned_fen),
  -- void: she turned out to be the buyer herself.
  state text not null default 'pending' check (state in ('pending', 'due', 'void')),
  earned_at timestamptz not null,
  -- When it became due or void.
  decided_at timestamptz,
  primary key (tenant_id, order_id, sku, kind, subject),
  check ((state = 'pending') = (decided_at is null)),
  foreign key (tenant_id, rule_version) references commission_rule (tenant_id, version),
  foreign key (tenant_id, order_id, sku) references own_order_line (tenant_id, order_id, sku)
    deferrable initially deferred
);
create index commission_pending on commission (tenant_id, kind, subject) where state = 'pending';
create index commission_newest on commission (tenant_id, earned_at desc, order_id, sku, subject);
create index commission_of_subject on commission (tenant_id, kind, subject, earned_at desc);

-- Every move between books, written once and never changed: each takes from one what it gives to another.
create table commission_entry (
  tenant_id uuid not null references tenant (id),
  id bigint generated always as identity,
  kind text not null check (kind = 'affiliate'),
  subject text not null,
  cause text not null check (cause in
    ('earned', 'reversed', 'corrected', 'matured', 'voided', 'payout', 'paid', 'failed')),
  from_book text not null check (from_book in ('cost', 'pending', 'due', 'paying', 'paid')),
  to_book text not null check (to_book in ('cost', 'pending', 'due', 'paying', 'paid')),
  fen bigint not null check (fen > 0),
  order_id uuid,
  sku text,
  payout_id uuid,
  at timestamptz not null,
  primary key (tenant_id, id),
  check (from_book <> to_book),
  check ((order_id is null) = (sku is null)),
  check ((order_id is null) = (payout_id is not null))
);
create index commission_entry_of_subject on commission_entry (tenant_id, kind, subject, at);
create index commission_entry_of_order on commission_entry (tenant_id, order_id, sku) where order_id is not null;

-- What is due may be below zero: what was given back after it had been paid out is taken from what comes next.
-- What is pending is the sum of its rows, so that many orders of one affiliate never wait for each other.
create table commission_balance (
  tenant_id uuid not null references tenant (id),
  kind text not null check (kind = 'affiliate'),
  subject text not null,
  due_fen bigint not null default 0,
  paying_fen bigint not null default 0,
  paid_fen bigint not null default 0,
  primary key (tenant_id, kind, subject)
);
