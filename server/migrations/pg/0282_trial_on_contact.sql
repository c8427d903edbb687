-- Who leaves contact details for the first time is given the trial of a card: from a fan to somebody the brand
-- can reach. From the moment the brand set it; nobody of before.
alter table programme add column trial_plan text;
alter table programme add column trial_from timestamptz;
alter table programme add check ((trial_plan is null) = (trial_from is null));
alter table programme add foreign key (tenant_id, trial_plan) references card_plan (tenant_id, code);

-- Whose contact details have just come. Noted by a trigger, in the transaction of the writing.
create table contact_left (
  position bigint generated always as identity primary key,
  tenant_id uuid not null,
  node_id bigint not null
);
create index contact_left_of_tenant on contact_left (tenant_id, position);
create index contact_left_of_node on contact_left (tenant_id, node_id);

create function note_contact_left() returns trigger language plpgsql as $$
begin
  insert into contact_left (tenant_id, node_id)
  select distinct n.tenant_id, n.node_id from noted n
  where n.namespace in ('phone', 'email') and n.is_verified and exists (
    select 1 from programme p where p.tenant_id = n.tenant_id and p.trial_plan is not null);
  return null;
end $$;
create trigger identifier_contact_left after insert on identifier referencing new table as noted
  for each statement execute function note_contact_left();
create function note_contact_verified() returns trigger language plpgsql as $$
begin
  insert into contact_left (tenant_id, node_id)
  select distinct n.tenant_id, n.node_id from noted n
  join noted_before b on b.tenant_id = n.tenant_id and b.namespace = n.namespace and b.value = n.value
  where n.namespace in ('phone', 'email') and n.is_verified and not b.is_verified and exists (
    select 1 from programme p where p.tenant_id = n.tenant_id and p.trial_plan is not null);
  return null;
end $$;
create trigger identifier_contact_verified after update on identifier
  referencing new table as noted old table as noted_before
  for each statement execute function note_contact_verified();
