-- SPDX-License-Identifier: Apache-2.0
-- Messages to patients. A row is queued once for a request's key, and says all that is needed to send
-- it; what it said goes when it has left. Due times and leases are by the database's own clock.
create table message (
  practice_id text        not null,
  id          uuid        not null,
  position    bigint      generated always as identity,
  key         uuid        not null,  -- of the request
  part        smallint    not null check (part in (1, 2)),  -- 2: the password of what part 1 carries
  channel     text        not null check (channel in ('email', 'sms')),
  patient     uuid        not null,
  recipient   text        not null,
  payload     text        not null,  -- JSON; empty once it has left
  encrypted   boolean     not null default false,
  state       text        not null default 'queued' check (state in ('queued', 'sent', 'failed', 'cancelled')),
  -- A request may have reached the other side: it is not taken back any more.
  in_flight   boolean     not null default false,
  problem     text        not null default '',
  attempts    integer     not null default 0,
  queued      timestamptz not null,
  settled     timestamptz,
  due         timestamptz not null default clock_timestamp(),
  expires     timestamptz not null,  -- what has not left by then fails
  lease       uuid,
  lease_until timestamptz,
  primary key (practice_id, id),
  unique (practice_id, key, part)
);
create index message_waiting on message (practice_id, position) where state = 'queued';
create index message_failed on message (practice_id, queued desc) where state = 'failed';
create index message_of_patient on message (practice_id, patient, id);

-- What a person has checked with the patient before anything was sent there.
create table address (
  practice_id  text        not null,
  patient      uuid        not null,
  channel      text        not null check (channel in ('email', 'sms')),
  address      text        not null,
  confirmed    timestamptz not null,
  confirmed_by uuid,
  primary key (practice_id, patient, channel, address)
);

-- Patients who expressly asked for attachments without a password.
create table plain_wish (
  practice_id text        not null,
  patient     uuid        not null,
  recorded    timestamptz not null,
  recorded_by uuid,
  primary key (practice_id, patient)
);
