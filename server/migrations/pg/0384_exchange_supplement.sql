-- An exchange for a dearer SKU: what it costs more is paid before the goods are waited for, as an order of its own.
alter table after_sale
  -- The difference must be paid by then, else the exchange lapses.
  add column pay_by timestamptz,
  drop constraint after_sale_state_check,
  add constraint after_sale_state_check check (state in
    ('requested', 'to_pay', 'to_return', 'to_send', 'refunded', 'exchanged', 'refused', 'withdrawn', 'lapsed')),
  add constraint after_sale_to_pay_check check (state <> 'to_pay' or kind = 'exchange' and pay_by is not null);
create index after_sale_unpaid on after_sale (pay_by) where state = 'to_pay';

alter table after_sale_line
  drop constraint after_sale_line_prices_check,
  add constraint after_sale_line_prices_check check (num_nulls(paid_price_fen, held_price_fen, to_price_fen) in (0, 3)
    and (to_price_fen is null or to_sku is not null and paid_price_fen >= 0 and held_price_fen >= 0 and to_price_fen >= 0));

alter table own_order
  -- The exchange of another order whose difference it pays.
  add column exchange_id uuid;
create index own_order_of_exchange on own_order (tenant_id, exchange_id) where exchange_id is not null;
-- Tries that were called off may be many; one alone waits to be paid or is paid.
create unique index own_order_supplement on own_order (tenant_id, exchange_id)
  where exchange_id is not null and state <> 'cancelled';
