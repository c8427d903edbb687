-- A brand's account with WeChat Pay: what it signs with and what it is answered by.
create table wechat_pay_account (
  tenant_id uuid primary key references tenant (id),
  mchid text not null,
  appid text not null,
  -- Of the merchant's own API certificate.
  serial text not null,
  private_key_sealed text not null,
  private_key_print text not null,
  api_v3_key_sealed text not null,
  api_v3_key_print text not null,
  -- What the platform signs with, where the merchant has its public key instead of certificates.
  public_key_id text,
  public_key text,
  -- What was wrong with the keys when it was last noticed; null: nothing known.
  problem text,
  problem_at timestamptz,
  tested_at timestamptz,
  updated_at timestamptz not null,
  updated_by text not null,
  check ((public_key_id is null) = (public_key is null)),
  check ((problem is null) = (problem_at is null))
);

-- The platform's certificates as they were handed out to the merchant; they are no secret.
create table wechat_pay_certificate (
  tenant_id uuid not null references tenant (id),
  serial text not null,
  pem text not null,
  effective_at timestamptz not null,
  expires_at timestamptz not null,
  fetched_at timestamptz not null,
  primary key (tenant_id, serial)
);
