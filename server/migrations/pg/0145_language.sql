-- One language a person, and one a brand for whoever has not chosen: everything that leaves follows
-- its reader, so reports and alerts have none of their own.
alter table tenant add column language text not null default 'zh-CN' check (language in ('zh-CN', 'en'));
-- null: as the brand
alter table app_user add column language text check (language in ('zh-CN', 'en'));

-- What robots show (the brand's language) and mails hold (each reader's).
create table metric_report_picture (
  tenant_id uuid not null,
  run_id uuid not null,
  language text not null check (language in ('zh-CN', 'en')),
  png bytea not null,
  primary key (tenant_id, run_id, language),
  foreign key (tenant_id, run_id) references metric_report_run (tenant_id, id) on delete cascade
);
insert into metric_report_picture (tenant_id, run_id, language, png)
  select tenant_id, id, 'zh-CN', picture from metric_report_run where picture is not null;
alter table metric_report_run drop column picture;
alter table mail add column language text not null default 'zh-CN' check (language in ('zh-CN', 'en'));
alter table metric_report drop column language;
alter table metric_alert drop column language;
