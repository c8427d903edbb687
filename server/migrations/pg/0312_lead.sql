-- Somebody who left how to reach her, until she buys or says no.
create table lead (
  tenant_id uuid not null,
  id uuid not null,
  submission_id uuid not null,
  form_id uuid not null,
  channel_id uuid not null,
  node_id bigint,
  state text not null default 'open' check (state in ('open', 'following', 'won', 'lost')),
  -- Who follows it up; null: nobody yet.
  staff_code text,
  store_code text,
  -- By when something is to be done; null: nothing is planned.
  due_at timestamptz,
  followed_at timestamptz,
  won_at timestamptz,
  won_order_id text,
  revision integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, submission_id),
  check ((state = 'won') = (won_at is not null)),
  foreign key (tenant_id, submission_id) references form_submission (tenant_id, id),
  foreign key (tenant_id, form_id) references lead_form (tenant_id, id),
  foreign key (tenant_id, channel_id) references lead_form_channel (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index lead_newest on lead (tenant_id, created_at desc, id desc);
create index lead_of_node on lead (tenant_id, node_id);
create index lead_of_staff on lead (tenant_id, staff_code, created_at desc, id desc);
create index lead_of_store on lead (tenant_id, store_code, created_at desc, id desc);
create index lead_of_form on lead (tenant_id, form_id, channel_id);

-- What was done with a lead, and what staff wrote down about it.
create table lead_change (
  tenant_id uuid not null,
  id uuid not null,
  lead_id uuid not null,
  kind text not null check (kind in ('created', 'moved', 'assigned', 'planned', 'note')),
  from_state text,
  to_state text,
  from_staff text,
  to_staff text,
  note text not null default '',
  actor text not null,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, lead_id) references lead (tenant_id, id)
);
create index lead_change_of_lead on lead_change (tenant_id, lead_id, at desc, id desc);

-- Whose turn it is in a store: counted up by each lead that is dealt out there.
create table lead_turn (
  tenant_id uuid not null references tenant (id),
  store_code text not null,
  turn bigint not null,
  primary key (tenant_id, store_code)
);
