-- Money that providers move for own orders, as far as they have told us of it.
create table payment_setting (
  tenant_id uuid not null references tenant (id),
  provider text not null,
  is_on boolean not null,
  primary key (tenant_id, provider)
);

create table payment (
  tenant_id uuid not null,
  -- The provider knows it as the merchant's number.
  id uuid not null,
  order_id uuid not null,
  provider text not null,
  way text not null,
  amount_fen bigint not null check (amount_fen > 0),
  currency text not null,
  -- mismatched: the provider names another amount or currency; a person must look.
  state text not null check (state in ('waiting', 'paid', 'closed', 'failed', 'mismatched')),
  -- Whether it paid the order; one that came second or too late is given back.
  pays boolean not null default false,
  prepared jsonb,
  paid_fen bigint,
  paid_currency text,
  provider_ref text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  -- When the provider is asked how it stands, unless it says so itself.
  ask_at timestamptz,
  asked integer not null default 0,
  paid_at timestamptz,
  fault text,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references own_order (tenant_id, id),
  check (state <> 'paid' or (paid_at is not null and paid_fen = amount_fen)),
  check (not pays or state = 'paid')
);
create unique index payment_of_order on payment (tenant_id, order_id) where pays;
create unique index payment_waiting on payment (tenant_id, order_id, provider, way) where state = 'waiting';
create index payment_by_order on payment (tenant_id, order_id);
create index payment_to_ask on payment (ask_at) where state = 'waiting';
create index payment_paid on payment (tenant_id, provider, paid_at) where state = 'paid';

create table payment_refund (
  tenant_id uuid not null,
  -- The provider knows it as the merchant's number of the refund, the same at every try.
  id uuid not null,
  payment_id uuid not null,
  -- Why there is one: an after-sale's id, or what made the payment too much. Once a payment.
  cause text not null,
  amount_fen bigint not null check (amount_fen > 0),
  reason text not null,
  state text not null check (state in ('requested', 'sent', 'done', 'failed')),
  tries integer not null default 0,
  try_at timestamptz,
  provider_ref text,
  fault text,
  created_at timestamptz not null,
  done_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, payment_id, cause),
  foreign key (tenant_id, payment_id) references payment (tenant_id, id),
  check ((state = 'done') = (done_at is not null))
);
create index payment_refund_to_try on payment_refund (try_at) where state in ('requested', 'sent');
create index payment_refund_newest on payment_refund (tenant_id, created_at desc, id desc);

-- A provider's statement of a day beside what we know.
create table payment_statement (
  tenant_id uuid not null references tenant (id),
  provider text not null,
  day date not null,
  compared_at timestamptz not null,
  lines integer not null,
  amount_fen bigint not null,
  fee_fen bigint not null,
  differences jsonb not null,
  primary key (tenant_id, provider, day)
);

-- The till of the test provider: what somebody has paid there.
create table test_payment (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  amount_fen bigint not null,
  currency text not null,
  description text not null,
  state text not null check (state in ('waiting', 'paid', 'closed')),
  paid_at timestamptz,
  primary key (tenant_id, id)
);
create table test_refund (
  tenant_id uuid not null,
  id uuid not null,
  payment_id uuid not null,
  amount_fen bigint not null,
  done_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, payment_id) references test_payment (tenant_id, id)
);
