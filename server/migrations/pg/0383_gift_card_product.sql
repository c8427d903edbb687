-- A product whose payment gives a gift card.
alter table benefit_product drop constraint benefit_product_kind_check;
alter table benefit_product add constraint benefit_product_kind_check
  check (kind in ('session_card', 'stored_value', 'points', 'gift_card'));
