-- Forms in which customers leave what they want to tell, made by the operator.
create table lead_form (
  tenant_id uuid not null references tenant (id),
  id uuid not null,
  name text not null check (name <> ''),
  -- draft: never published; stopped: takes no more answers.
  state text not null default 'draft' check (state in ('draft', 'live', 'stopped')),
  -- What is being worked on; customers see the published version.
  draft jsonb not null,
  draft_revision integer not null default 0,
  -- The one customers see; 0 before the first.
  version integer not null default 0 check (version >= 0),
  created_at timestamptz not null,
  created_by text not null,
  updated_at timestamptz not null,
  updated_by text not null,
  primary key (tenant_id, id),
  check ((state = 'draft') = (version = 0))
);
create index lead_form_newest on lead_form (tenant_id, updated_at desc, id desc);

-- What was published, never changed: what somebody agreed to and was asked stays readable word for word.
create table lead_form_version (
  tenant_id uuid not null,
  form_id uuid not null,
  version integer not null check (version > 0),
  content jsonb not null,
  -- As it was worked on: to see what has changed since.
  draft jsonb not null,
  published_at timestamptz not null,
  published_by text not null,
  primary key (tenant_id, form_id, version),
  foreign key (tenant_id, form_id) references lead_form (tenant_id, id)
);

-- Where a form is put up: each place with its own address, so that answers say where they came from.
create table lead_form_channel (
  tenant_id uuid not null,
  id uuid not null,
  form_id uuid not null,
  -- The address below /f/.
  code text not null,
  name text not null check (name <> ''),
  -- Who gets its leads; null: as the form says.
  staff_code text,
  store_code text,
  is_open boolean not null default true,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  unique (tenant_id, form_id, name),
  foreign key (tenant_id, form_id) references lead_form (tenant_id, id)
);
