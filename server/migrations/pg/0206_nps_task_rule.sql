-- Whether each detractor's answer opens a task by itself, from which answers, and how far they were looked at.
create table nps_task_rule (
  tenant_id uuid primary key references tenant (id),
  -- {of, property}: the answers, as the NPS page asks for them
  question jsonb not null,
  is_on boolean not null,
  -- Answers received before this moment have their tasks.
  looked_until timestamptz not null,
  updated_at timestamptz not null,
  updated_by text not null
);
