-- When a customer came is her first event, no longer when she was made here: all are looked at anew,
-- silently.
insert into customer_change (tenant_id, node_id, is_historical)
select tenant_id, id, true from customer where id = canonical_id;
