-- The badges of every wording of a ladder's levels: what past days are told with is not removed.
create table level_badge (
  tenant_id uuid not null,
  ladder text not null,
  version integer not null,
  level text not null,
  picture_id uuid not null,
  primary key (tenant_id, ladder, version, level),
  foreign key (tenant_id, ladder, version) references level_rules (tenant_id, ladder, version) on delete cascade,
  foreign key (tenant_id, picture_id) references picture (tenant_id, id)
);
create index level_badge_of on level_badge (tenant_id, picture_id);
