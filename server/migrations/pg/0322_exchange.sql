-- Pieces exchanged for another SKU of the same product. No money moves: the line stays as it was paid, only what
-- the buyer has for it is another thing.
alter table after_sale drop constraint after_sale_kind_check;
alter table after_sale drop constraint after_sale_state_check;
alter table after_sale
  -- What the warehouse knows it by: the order's number and a running one.
  add column exchange_number text,
  -- The goods must be back by then, else it lapses.
  add column return_by timestamptz,
  add column goods_at timestamptz,
  add column exchanged_at timestamptz,
  add constraint after_sale_kind_check check (kind in ('money', 'return', 'exchange')),
  add constraint after_sale_state_check check (state in
    ('requested', 'to_return', 'to_send', 'refunded', 'exchanged', 'refused', 'withdrawn', 'lapsed')),
  add constraint after_sale_exchange_check check ((kind = 'exchange') = (exchange_number is not null)),
  add constraint after_sale_sent_check check (state not in ('to_send', 'exchanged') or kind = 'exchange' and goods_at is not null),
  add constraint after_sale_exchanged_check check ((state = 'exchanged') = (exchanged_at is not null));
create unique index after_sale_exchange_number on after_sale (tenant_id, exchange_number) where exchange_number is not null;
create index after_sale_to_lapse on after_sale (return_by) where kind = 'exchange' and state = 'to_return';
create index after_sale_to_send on after_sale (tenant_id, goods_at, id) where state = 'to_send';

-- A line names what was paid; what comes back for it is another SKU once pieces have been exchanged.
alter table after_sale_line add column held_sku text, add column to_sku text;
update after_sale_line set held_sku = sku;
alter table after_sale_line alter column held_sku set not null;

-- Pieces in exchanges that are not decided: neither given back nor exchanged a second time meanwhile.
alter table own_order_line
  add column exchanging_quantity bigint not null default 0 check (exchanging_quantity >= 0),
  add constraint own_order_line_not_twice check (refunded_quantity + exchanging_quantity <= quantity);

-- A parcel of an exchange holds what the order's lines do not name; it may travel with one of the order's own.
alter table shipment add column after_sale_id uuid;
alter table shipment drop constraint shipment_tenant_id_order_id_carrier_number_key;
alter table shipment
  add constraint shipment_known unique nulls not distinct (tenant_id, order_id, after_sale_id, carrier, number),
  add foreign key (tenant_id, after_sale_id) references after_sale (tenant_id, id);
