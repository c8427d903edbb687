-- Attributes whose numbers are fen, so that rules, pages and figures say them in the brand's currency. Of those
-- that people define with a formula the formula tells it; these are the product's own.
alter table attribute_definition add column is_money boolean not null default false;

update attribute_definition
set is_money = true, label = '储值余额', label_en = 'Stored value', description = '本金与赠金之和'
where name = 'stored_value_fen' and is_computed;
