-- One browser before a form of one channel: what it has answered so far, which is nobody's word until it is sent.
create table form_run (
  tenant_id uuid not null,
  id uuid not null,
  form_id uuid not null,
  channel_id uuid not null,
  session_id uuid not null,
  -- Null until she has signed in.
  node_id bigint,
  answers jsonb not null default '{}',
  opened_at timestamptz not null,
  -- Her first answer.
  started_at timestamptz,
  updated_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, channel_id, session_id),
  foreign key (tenant_id, form_id) references lead_form (tenant_id, id),
  foreign key (tenant_id, channel_id) references lead_form_channel (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index form_run_of_form on form_run (tenant_id, form_id, channel_id, opened_at);
create index form_run_of_session on form_run (tenant_id, session_id);
create index form_run_of_node on form_run (tenant_id, node_id) where node_id is not null;
create index form_run_unsent on form_run (updated_at) where answers <> '{}';

-- What was sent, once a customer a form. It stays for the counts when she is erased, and says nothing of her.
create table form_submission (
  tenant_id uuid not null,
  id uuid not null,
  form_id uuid not null,
  channel_id uuid not null,
  version integer not null,
  node_id bigint,
  answers jsonb not null,
  -- Its entry in the consent ledger.
  consent_entry uuid,
  reward_points bigint check (reward_points > 0),
  reward_coupon text,
  -- Why what was promised could not be given.
  reward_refused text,
  at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, form_id, node_id),
  foreign key (tenant_id, form_id, version) references lead_form_version (tenant_id, form_id, version),
  foreign key (tenant_id, channel_id) references lead_form_channel (tenant_id, id),
  foreign key (tenant_id, node_id) references customer (tenant_id, id)
);
create index form_submission_of_node on form_submission (tenant_id, node_id);
create index form_submission_of_form on form_submission (tenant_id, form_id, channel_id, at);
