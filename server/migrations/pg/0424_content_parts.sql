-- Content that is opened with points is words and pictures in the brand's order; what was one text is its first part.
update reward set args = jsonb_build_object('refund_days', args -> 'refund_days',
    'parts', jsonb_build_array(jsonb_build_object('kind', 'text', 'text', args -> 'text')))
  where kind = 'content' and args ? 'text';

-- Which pictures it shows: what is shown somewhere is not removed.
create table reward_picture (
  tenant_id uuid not null,
  reward_id uuid not null,
  picture_id uuid not null,
  primary key (tenant_id, reward_id, picture_id),
  foreign key (tenant_id, reward_id) references reward (tenant_id, id) on delete cascade,
  foreign key (tenant_id, picture_id) references picture (tenant_id, id)
);
create index reward_picture_of on reward_picture (tenant_id, picture_id);
