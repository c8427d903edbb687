-- Which storefront the shop on phones is: its assortment, prices, freight and stock. None: it only shows.
alter table shop add column storefront text;
alter table shop add foreign key (tenant_id, storefront) references storefront (tenant_id, code);
