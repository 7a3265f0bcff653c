-- SPDX-License-Identifier: Apache-2.0
-- What staff without the right to sign prepared for a doctor. A row leaves `waiting` once, under its
-- lock: by the transaction that issues it, or by the one that declines or withdraws it.
create table prepared (
  practice_id   text        not null,
  id            uuid        not null,
  patient       uuid        not null,
  doctor        uuid        not null,
  preparer      uuid        not null,
  preparer_name text        not null,
  at            timestamptz not null,
  state         text        not null default 'waiting'
                  check (state in ('waiting', 'issued', 'declined', 'withdrawn')),
  note          text        not null default '',
  -- As the contract writes them, JSON.
  draft         text        not null,
  texts         text        not null,
  findings      text        not null,
  can_issue     boolean     not null,
  recipes       smallint    not null,
  reason        text        not null default '',
  handled       timestamptz,
  handled_by    uuid,
  -- It stands in a copy of the database, and may have been issued after that copy was made.
  doubtful      boolean     not null default false,
  primary key (practice_id, id)
);
create index prepared_waiting on prepared (practice_id, doctor, at, id) where state = 'waiting';
create index prepared_in_order on prepared (practice_id, at, id);
create index prepared_of_patient on prepared (practice_id, patient);
