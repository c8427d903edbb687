-- Old looks of alerts are removed in sets, the oldest first.
create index metric_alert_look_by_age on metric_alert_look (tenant_id, looked_at);
