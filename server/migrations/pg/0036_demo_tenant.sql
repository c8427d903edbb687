-- A brand that is played for show; never taken for the installation's first.
alter table tenant add column is_demo boolean not null default false;
