-- What an order was given cheaper by: [{"offer": id, "coupon": batch or code, "activity": id}], '' where unknown.
alter table sales_order add column offers jsonb not null default '[]';
