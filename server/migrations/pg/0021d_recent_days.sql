-- Events a day of the last month, {"2026-11-22": 5}, days of the brand's zone: a customer's page shows
-- them without asking the event store, whose order is not by customer.
alter table customer_activity add column recent jsonb not null default '{}';
