-- What was done about a customer's answer: the closed loop.
create table nps_follow_up (
  tenant_id uuid not null,
  event_id uuid not null,
  node_id bigint not null,
  state text not null check (state in ('open', 'contacted', 'resolved')),
  note text not null,
  at timestamptz not null,
  by text not null,
  by_name text not null,
  primary key (tenant_id, event_id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index nps_follow_up_of_node on nps_follow_up (tenant_id, node_id);
