-- SPDX-License-Identifier: Apache-2.0
-- What still has to leave the house. A row is written in the transaction of the state it belongs to,
-- and goes when its outcome is recorded. Due times and leases are by the database's own clock, which
-- all hosts share and which no test moves.

create table outbox (
  practice_id text        not null,
  position    bigint      generated always as identity,
  recipe      uuid        not null,
  kind        text        not null check (kind in ('submit', 'withdraw', 'document')),
  -- Whose credentials send it: rows of one account leave in order.
  account     uuid        not null,
  -- queued: those behind it wait. checking: outcome being asked after. parked: a person must act.
  standing    text        not null default 'queued' check (standing in ('queued', 'checking', 'parked')),
  payload     text        not null,
  receipt     text        not null default '',
  -- A request may have reached the service and its outcome is not recorded.
  in_flight   boolean     not null default false,
  attempts    integer     not null default 0,
  due         timestamptz not null default clock_timestamp(),
  lease       uuid,
  lease_until timestamptz,
  holder      text        not null default '',
  primary key (practice_id, position),
  unique (practice_id, recipe, kind),
  foreign key (practice_id, recipe) references recipe on delete cascade
);
create index outbox_queue on outbox (practice_id, account, position)
  where standing = 'queued' and kind <> 'document';
