-- Several storefronts in one shop, each at an address of its own, with a look and what it has live.
alter table storefront
  add in_shop boolean not null default false,
  add accent text check (accent ~ '^#[0-9a-f]{6}$'),
  -- title, url, room, starts_at, ends_at; null: nothing is live or announced.
  add live jsonb;
