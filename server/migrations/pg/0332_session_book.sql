-- Sessions that were paid for and are not given yet are fen of a book of their own.
alter table ledger_account drop constraint ledger_account_book_check;
alter table ledger_account add constraint ledger_account_book_check
  check (book in ('points', 'principal', 'bonus', 'sessions'));
