-- Groups stand in the order the brand gives them: on the tags page and wherever tags are shown.
alter table tag_group add column position integer not null default 0;
update tag_group g set position = o.place from (
  select tenant_id, id, row_number() over (partition by tenant_id order by name) as place from tag_group
) o where o.tenant_id = g.tenant_id and o.id = g.id;
