-- What a piece of each cost in the storefront when an exchange was asked for. Where the new one is cheaper its part of
-- what was paid goes back when it is sent; a dearer one is not exchanged.
alter table after_sale_line
  -- Of the SKU that was paid for, of what comes back, of the new one; all three or none.
  add column paid_price_fen bigint,
  add column held_price_fen bigint,
  add column to_price_fen bigint,
  add constraint after_sale_line_prices_check check (num_nulls(paid_price_fen, held_price_fen, to_price_fen) in (0, 3)
    and (to_price_fen is null or to_sku is not null and paid_price_fen >= 0 and to_price_fen between 0 and held_price_fen));
