-- A brand's account with 快递100, which tells where parcels are.
create table kuaidi100_account (
  tenant_id uuid primary key references tenant (id),
  customer text not null,
  key_sealed text not null,
  key_print text not null,
  -- What it last said of the account itself; null: nothing known.
  problem text,
  problem_at timestamptz,
  updated_at timestamptz not null,
  updated_by text not null
);
