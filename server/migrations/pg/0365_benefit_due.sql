-- What an order bought waits while the order is kept back (its group is not complete), and is void when it went back
-- before it was given.
alter table benefit_sale drop constraint benefit_sale_state_check;
alter table benefit_sale add check (state in ('promised', 'due', 'given', 'void'));
