-- In which customer groups customers are, for rules: they are described anew.
insert into customer_change (tenant_id, node_id)
select distinct tenant_id, node_id from touchpoint where kind = 'wecom_group';
