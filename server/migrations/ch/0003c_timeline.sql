-- One customer's events lie together a second time, with what a line of the timeline shows. In the
-- order of the table a customer is spread over as many places as there are event names in each part.
-- Deleting events (an import undone, a customer erased) makes the copy of the part anew.
alter table {local:event} {on_cluster} modify setting lightweight_mutation_projection_mode = 'rebuild';

alter table {local:event} {on_cluster} add projection if not exists timeline (
  select tenant_id, customer_id, at, received_at, event_id, name, platform, source, session_id, page_title, page_path,
    order_id, revenue_fen, currency, props
  order by tenant_id, customer_id, at
);

-- What is stored already follows in the background.
alter table {local:event} {on_cluster} materialize projection timeline;
