-- Benefits are tried as offers are: an arm may give one, and a benefit is of one experiment at a time.
alter table offer_experiment
  add column kind text not null default 'offer' check (kind in ('offer', 'benefit')),
  -- The event that the benefits of its arms are to encourage.
  add column behaviour text,
  drop constraint offer_experiment_metric_check,
  add constraint offer_experiment_metric_check check (metric in ('conversion', 'revenue', 'margin', 'behaviour')),
  add constraint offer_experiment_behaviour_check check (metric <> 'behaviour' or behaviour is not null);

alter table offer_experiment_arm
  -- Of those of its people who hold it by a level, a card or what they topped up.
  add column benefit_code text,
  add constraint offer_experiment_arm_benefit_check check (benefit_code is null or offer_id is null),
  add foreign key (tenant_id, benefit_code) references benefit (tenant_id, code);
create unique index offer_experiment_arm_benefit_open on offer_experiment_arm (tenant_id, benefit_code) where is_open;
create index offer_experiment_arm_of_benefit on offer_experiment_arm (tenant_id, benefit_code)
  where benefit_code is not null;

alter table benefit
  -- The experiment that tries it: while one does it stays as it is.
  add column tried_by uuid,
  add column is_control boolean,
  add constraint benefit_tried_check check ((tried_by is null) = (is_control is null)),
  add foreign key (tenant_id, tried_by) references offer_experiment (tenant_id, id);
create index benefit_tried on benefit (tenant_id, tried_by) where tried_by is not null;

-- Depositors hold benefits too: of one plan of stored value, or of any.
alter table benefit_holder
  drop constraint benefit_holder_holder_check,
  add constraint benefit_holder_holder_check check (holder in ('level', 'fan', 'card', 'stored_value'));
