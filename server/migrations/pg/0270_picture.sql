-- Pictures that the brand shows to customers: of products and of its shop's pages. Never changed once they are
-- there, so whoever has the address may keep what it answers. Here rather than in files: backed up, restored
-- and taken out of a brand's copy with the rows that name them.
create table picture (
  tenant_id uuid not null references tenant (id),
  -- Random: the address of a picture that is not yet published is not to be guessed.
  id uuid not null unique,
  -- Of the content: the same file sent twice is one picture.
  hash bytea not null check (length(hash) = 32),
  name text not null,
  type text not null check (type in ('image/png', 'image/jpeg', 'image/webp', 'image/gif')),
  width integer not null check (width between 1 and 8192),
  height integer not null check (height between 1 and 8192),
  content bytea not null check (length(content) between 1 and 2097152),
  created_at timestamptz not null,
  created_by text not null,
  primary key (tenant_id, id),
  unique (tenant_id, hash)
);
-- Pictures are compressed already.
alter table picture alter column content set storage external;
create index picture_newest on picture (tenant_id, created_at desc, id desc);
