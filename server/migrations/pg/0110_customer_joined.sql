-- Few customers are made of several nodes, and whoever looks at many has to find these: by what they belong
-- to, and by themselves.
create index customer_joined on customer (tenant_id, canonical_id, id) where canonical_id <> id;
create index customer_joined_node on customer (tenant_id, id, canonical_id) where canonical_id <> id;
