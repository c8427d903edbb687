-- Whom a storefront is shown to: customers of these member levels, or in these audiences or pools; none named: everybody.
alter table storefront add column visible_to jsonb not null default '{"levels": [], "audiences": [], "pools": []}';
