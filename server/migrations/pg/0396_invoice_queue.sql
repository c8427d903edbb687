-- Invoices as a queue, newest first.
create index invoice_request_newest on invoice_request (tenant_id, requested_at desc, order_id desc);
