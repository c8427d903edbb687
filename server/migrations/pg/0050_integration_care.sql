-- A secret that was renewed goes on signing beside the new one until the receiver knows it.
alter table webhook add old_secret text;
alter table webhook add old_secret_until timestamptz;
-- Since when nothing was taken; such an address is asked one thing at a time.
alter table webhook add failing_since timestamptz;
-- Why it was switched off when nobody did: a day without success, or the receiver said that it is gone.
alter table webhook add off_because text check (off_because in ('failing', 'gone'));
-- From when the day of trying counts when it is not the making: it was replayed, or its webhook was off.
alter table webhook_delivery add tried_from timestamptz;
create index webhook_delivery_claimed on webhook_delivery (tenant_id, webhook_id) where claim is not null;

-- Plugins that a brand does not want; without a row it has them all.
create table plugin_off (
  tenant_id uuid not null references tenant (id),
  plugin text not null,
  at timestamptz not null,
  by text not null,
  primary key (tenant_id, plugin)
);

-- What somebody has looked at and decided not to send again; its bytes stay.
alter table dead_letter drop constraint dead_letter_state_check;
alter table dead_letter add constraint dead_letter_state_check check (state in ('open', 'replayed', 'discarded'));
alter table dead_letter add discarded_at timestamptz;
alter table dead_letter add discarded_by text;
