-- Where parcels are: whom we ask about each, what was said of it, and what that comes to.
create table parcel_track (
  tenant_id uuid not null,
  shipment_id uuid not null,
  order_id uuid not null,
  provider text not null,
  -- The carrier's code.
  carrier text not null,
  number text not null,
  -- Follows from its traces, whatever the order in which they came.
  state text not null default 'waiting' check (state in
    ('waiting', 'collected', 'in_transit', 'out_for_delivery', 'signed', 'problem', 'returning', 'returned')),
  state_at timestamptz,
  signed_at timestamptz,
  last_trace_at timestamptz,
  -- Whether the provider tells us of it.
  follow text not null default 'to_ask' check (follow in ('to_ask', 'followed', 'refused', 'given_up', 'ended')),
  tries integer not null default 0,
  ask_at timestamptz not null,
  fault text,
  created_at timestamptz not null,
  -- Somebody has seen to it; what is said of it later counts anew.
  handled_at timestamptz,
  handled_by text,
  handled_note text not null default '',
  primary key (tenant_id, shipment_id),
  foreign key (tenant_id, shipment_id) references shipment (tenant_id, id),
  check ((state = 'waiting') = (state_at is null))
);
create index parcel_track_to_ask on parcel_track (ask_at) where follow = 'to_ask';
create index parcel_track_number on parcel_track (tenant_id, number);
create index parcel_track_of_order on parcel_track (tenant_id, order_id);
create index parcel_track_under_way on parcel_track (tenant_id, created_at, shipment_id)
  where state not in ('signed');
create index shipment_of_order on shipment (tenant_id, order_id);

create table parcel_trace (
  tenant_id uuid not null,
  shipment_id uuid not null,
  -- Of time and words: the same one again is this one.
  key bytea not null,
  at timestamptz not null,
  text text not null,
  place text,
  state text check (state in
    ('collected', 'in_transit', 'out_for_delivery', 'signed', 'problem', 'returning', 'returned')),
  primary key (tenant_id, shipment_id, key),
  foreign key (tenant_id, shipment_id) references parcel_track (tenant_id, shipment_id)
);
