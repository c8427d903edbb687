-- What is due to affiliates, taken together to be paid outside: a batch, in it whoever is paid, in her sum her codes.
create table commission_payout (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- The same request again makes no second batch.
  key text not null,
  note text not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index commission_payout_newest on commission_payout (tenant_id, made_at desc, id desc);

create table commission_payee (
  tenant_id uuid not null,
  payout_id uuid not null,
  number integer not null check (number > 0),
  -- Null once she was erased.
  node_id bigint,
  fen bigint not null check (fen > 0),
  state text not null default 'paying' check (state in ('paying', 'paid', 'failed')),
  note text not null default '',
  decided_at timestamptz,
  primary key (tenant_id, payout_id, number),
  check ((state = 'paying') = (decided_at is null)),
  foreign key (tenant_id, payout_id) references commission_payout (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index commission_payee_of_node on commission_payee (tenant_id, node_id) where node_id is not null;

create table commission_payee_part (
  tenant_id uuid not null,
  payout_id uuid not null,
  number integer not null,
  kind text not null check (kind = 'affiliate'),
  subject text not null,
  -- Below zero: of one of her codes more was taken back than was due.
  fen bigint not null check (fen <> 0),
  primary key (tenant_id, payout_id, kind, subject),
  foreign key (tenant_id, payout_id, number) references commission_payee (tenant_id, payout_id, number)
);
