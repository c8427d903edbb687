-- What somebody found out about a difference between a provider's statement and our books. Kept beside the
-- statement, so that comparing a day again loses none.
create table payment_difference_note (
  tenant_id uuid not null references tenant (id),
  provider text not null,
  day date not null,
  kind text not null check (kind in ('payment', 'refund')),
  -- Of the payment or refund, as whoever names it does.
  id text not null,
  code text not null,
  note text not null,
  noted_by text not null,
  noted_at timestamptz not null,
  primary key (tenant_id, provider, day, kind, id, code)
);
