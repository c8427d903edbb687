-- What was paid for value that is spent later is owed to the buyer, and is no turnover: it stands apart from the totals,
-- which become turnover when the value is spent.
alter table sales_order add column prepaid_fen bigint not null default 0 check (prepaid_fen >= 0);
alter table sales_order add column refunded_prepaid_fen bigint not null default 0
  check (refunded_prepaid_fen between 0 and prepaid_fen);
alter table order_line add column prepaid_fen bigint not null default 0 check (prepaid_fen >= 0);
alter table refund add column prepaid_fen bigint not null default 0 check (prepaid_fen >= 0);
alter table refund_line add column prepaid_fen bigint not null default 0 check (prepaid_fen >= 0);
