-- What an attribute and its coded values are called, in either language.
alter table attribute_definition
  add column label_en text not null default '',
  add column value_labels jsonb not null default '[]' check (jsonb_typeof(value_labels) = 'array');
