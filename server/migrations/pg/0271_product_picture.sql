-- What customers see of a product.
alter table product add column picture_id uuid, add column picture_alt text not null default '';
alter table product add foreign key (tenant_id, picture_id) references picture (tenant_id, id);
create index product_of_picture on product (tenant_id, picture_id) where picture_id is not null;
