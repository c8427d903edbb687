-- A session that was given by mistake is taken back by an entry of its own; what was entered stays.
alter table session_redemption
  add column undone_at timestamptz,
  add column undone_by text,
  add column undone_reason text,
  add constraint session_redemption_undone_check
    check ((undone_at is null) = (undone_by is null) and (undone_at is null) = (undone_reason is null));
-- The number of a session that was taken back is free for the next one.
alter table session_redemption drop constraint session_redemption_tenant_id_card_id_number_key;
create unique index session_redemption_number on session_redemption (tenant_id, card_id, number) where undone_at is null;
create index session_redemption_of_card on session_redemption (tenant_id, card_id, at);

-- How long after it was given a session can be taken back. Without a row it is a day.
create table session_card_setting (
  tenant_id uuid primary key references tenant (id),
  undo_hours integer not null check (undo_hours between 0 and 720),
  revision integer not null check (revision > 0)
);
