-- Old runs of reports are removed in sets, the oldest first.
create index mail_by_age on mail (tenant_id, made_at);
create index robot_message_by_age on robot_message (tenant_id, made_at);
create index metric_report_run_by_age on metric_report_run (tenant_id, day);
