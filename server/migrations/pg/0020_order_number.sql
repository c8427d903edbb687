-- An order's number as the customer reads it out, whatever shop it is of.
create index sales_order_by_number on sales_order (tenant_id, external_id);
