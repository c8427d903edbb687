-- A page of a timeline is some twenty lines out of months of parts. By granules of 512 rows instead of
-- 8192 it is read for 30 ms of CPU instead of 52 (50,000,000 events in 60 parts); disk grows by 1 %.
alter table {local:event} {on_cluster} drop projection if exists timeline;

alter table {local:event} {on_cluster} add projection if not exists timeline (
  select tenant_id, customer_id, at, received_at, event_id, name, platform, source, session_id, page_title, page_path,
    order_id, revenue_fen, currency, props
  order by tenant_id, customer_id, at
) with settings (index_granularity = 512);

-- What is stored already follows in the background; until then a page reads the table's own order.
alter table {local:event} {on_cluster} materialize projection timeline;
