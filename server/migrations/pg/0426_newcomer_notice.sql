-- Who has a time of her own as a new customer is told once before it ends: so many hours; null: nobody is.
alter table promotion_setting add newcomer_notice_hours smallint default 24 check (newcomer_notice_hours between 1 and 168);
