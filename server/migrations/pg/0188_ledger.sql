-- The journal of points and stored value: double entry, never changed. What customers hold lies in lots, so
-- that each has its own expiry and what comes back goes back to where it was taken from.
create table ledger_account (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- Accounts keep their node; customers that are merged spend from all of theirs.
  node_id bigint,
  -- What an erased customer held stays in the books and leads to nobody.
  unlinked_id uuid,
  book text not null check (book in ('points', 'principal', 'bonus')),
  pending bigint not null default 0 check (pending >= 0),
  -- What its lots hold less what is owed.
  active bigint not null default 0,
  owed bigint not null default 0 check (owed >= 0),
  opened_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, node_id, book),
  check ((node_id is null) <> (unlinked_id is null)),
  check (active + owed >= 0),
  -- Money is never owed by a customer.
  check (book = 'points' or owed = 0),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);

create table ledger_transaction (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  -- Whoever repeats it is given the answer that was stored.
  key text not null,
  kind text not null,
  at timestamptz not null,
  actor text not null,
  note text not null default '',
  -- The order, rule or plan it is about.
  order_id uuid,
  rule_id uuid,
  rule_version integer,
  answer jsonb not null,
  primary key (tenant_id, id),
  unique (tenant_id, key)
);
create index ledger_transaction_of_order on ledger_transaction (tenant_id, order_id) where order_id is not null;

create table ledger_entry (
  tenant_id uuid not null,
  id bigint generated always as identity,
  transaction_id uuid not null,
  book text not null,
  -- pending and active are a customer's; all others are the brand's.
  code text not null check (code in
    ('pending', 'active', 'issued', 'held', 'redeemed', 'expired', 'adjustment', 'cash', 'granted', 'revenue', 'discount')),
  account_id uuid,
  amount bigint not null check (amount <> 0),
  at timestamptz not null,
  primary key (tenant_id, id),
  check ((code in ('pending', 'active')) = (account_id is not null)),
  foreign key (tenant_id, transaction_id) references ledger_transaction (tenant_id, id),
  foreign key (tenant_id, account_id) references ledger_account (tenant_id, id)
);
create index ledger_entry_of_transaction on ledger_entry (tenant_id, transaction_id);
create index ledger_entry_of_account on ledger_entry (tenant_id, account_id, id desc) where account_id is not null;
create index ledger_entry_by_day on ledger_entry (tenant_id, book, at);

create table ledger_lot (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  book text not null,
  transaction_id uuid not null,
  source text not null,
  amount bigint not null check (amount > 0),
  remaining bigint not null check (remaining between 0 and amount),
  earned_at timestamptz not null,
  -- Null while it is pending.
  active_from timestamptz,
  -- When a pending one is released by itself; null: on approval.
  releases_at timestamptz,
  expires_at timestamptz,
  -- Given in place of one that had expired when it came back.
  replaces uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, account_id) references ledger_account (tenant_id, id),
  foreign key (tenant_id, transaction_id) references ledger_transaction (tenant_id, id)
);
create index ledger_lot_left on ledger_lot (tenant_id, account_id, expires_at, id) where remaining > 0;
create index ledger_lot_of_account on ledger_lot (tenant_id, account_id, id desc);
create index ledger_lot_of_transaction on ledger_lot (tenant_id, transaction_id);
create index ledger_lot_due on ledger_lot (tenant_id, expires_at) where remaining > 0 and active_from is not null;
create index ledger_lot_waiting on ledger_lot (tenant_id, releases_at) where remaining > 0 and active_from is null;

-- What a transaction took out of a lot; below zero: put back.
create table ledger_allocation (
  tenant_id uuid not null,
  transaction_id uuid not null,
  lot_id uuid not null,
  amount bigint not null check (amount <> 0),
  -- The spending that it gives back of.
  of_transaction uuid,
  primary key (tenant_id, transaction_id, lot_id),
  foreign key (tenant_id, transaction_id) references ledger_transaction (tenant_id, id),
  foreign key (tenant_id, lot_id) references ledger_lot (tenant_id, id)
);
create index ledger_allocation_of_lot on ledger_allocation (tenant_id, lot_id);
create index ledger_allocation_given_back on ledger_allocation (tenant_id, of_transaction) where of_transaction is not null;

create function refuse_ledger_change() returns trigger language plpgsql as $$
begin
  raise exception 'the journal is never changed; write a transaction that takes it back';
end $$;
-- Of a transaction only what names an erased person is taken away.
create function refuse_transaction_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or new.note <> '' or new.answer <> old.answer - 'customer' - 'from' - 'to'
      or (new.tenant_id, new.id, new.key, new.kind, new.at, new.actor, new.order_id, new.rule_id, new.rule_version)
        is distinct from (old.tenant_id, old.id, old.key, old.kind, old.at, old.actor, old.order_id, old.rule_id, old.rule_version) then
    raise exception 'the journal is never changed; write a transaction that takes it back';
  end if;
  return new;
end $$;
create trigger ledger_transaction_stays before update or delete on ledger_transaction
  for each row execute function refuse_transaction_change();
create trigger ledger_entry_stays before update or delete on ledger_entry
  for each row execute function refuse_ledger_change();
create trigger ledger_allocation_stays before update or delete on ledger_allocation
  for each row execute function refuse_ledger_change();

-- Of a lot only what is left of it and whether it is released ever change.
create function refuse_lot_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.tenant_id, new.id, new.account_id, new.book, new.transaction_id, new.source, new.amount,
      new.earned_at, new.expires_at, new.replaces) is distinct from (old.tenant_id, old.id, old.account_id, old.book,
      old.transaction_id, old.source, old.amount, old.earned_at, old.expires_at, old.replaces) then
    raise exception 'a lot keeps its owner, amount and expiry';
  end if;
  return new;
end $$;
create trigger ledger_lot_stays before update or delete on ledger_lot
  for each row execute function refuse_lot_change();

-- Entries are written whole transactions at a time, and each sums to nothing in every book.
create function demand_balanced_entries() returns trigger language plpgsql as $$
begin
  if exists (select 1 from written group by tenant_id, transaction_id, book having sum(amount) <> 0) then
    raise exception 'entries of a transaction do not sum to zero';
  end if;
  return null;
end $$;
create trigger ledger_entry_balanced after insert on ledger_entry
  referencing new table as written for each statement execute function demand_balanced_entries();

-- What an order holds until it is paid; one row a book's kind, met by whoever commits and releases at once.
create table ledger_hold (
  tenant_id uuid not null references tenant (id),
  order_id uuid not null,
  purpose text not null check (purpose in ('points', 'stored_value')),
  -- Counted up when it is taken anew after it was released.
  attempt integer not null default 1,
  transaction_id uuid not null,
  -- Amount in the book's unit, and what it stands for in the price.
  amount bigint not null check (amount > 0),
  fen bigint not null check (fen > 0),
  state text not null check (state in ('held', 'spent', 'released')),
  at timestamptz not null,
  primary key (tenant_id, order_id, purpose),
  foreign key (tenant_id, transaction_id) references ledger_transaction (tenant_id, id)
);

-- Whose balances have changed since they were written to where audiences read them. Only added to, so that
-- nobody waits here.
create table ledger_touched (
  position bigint generated always as identity primary key,
  tenant_id uuid not null references tenant (id),
  node_id bigint not null,
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index ledger_touched_of_tenant on ledger_touched (tenant_id, position);
create index ledger_touched_of_node on ledger_touched (tenant_id, node_id);
