-- What a sales channel keeps of what is sold through it, from a day of the brand's on.
create table sales_channel_rate (
  tenant_id uuid not null references tenant (id),
  kind text not null check (kind in ('shop', 'guide', 'room', 'till', 'platform')),
  -- '' for every channel of the kind that has no rate of its own.
  code text not null,
  from_on date not null,
  -- Basis points; null: from here on none of its own is agreed.
  bp integer check (bp between 0 and 10000),
  updated_by text not null,
  updated_at timestamptz not null,
  primary key (tenant_id, kind, code, from_on)
);
