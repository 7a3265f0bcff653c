-- SPDX-License-Identifier: Apache-2.0
-- Who signs what staff prepare while a doctor is absent. One that was removed stays: what was signed
-- before names the signer still.
create table signer (
  practice_id text        not null,
  id          uuid        not null,
  doctor      uuid        not null,
  signer      uuid        not null,
  first_day   date        not null,
  last_day    date        not null,
  set_by      uuid        not null,
  set_by_name text        not null,
  at          timestamptz not null,
  removed     timestamptz,
  primary key (practice_id, id),
  check (first_day <= last_day),
  check (doctor <> signer)
);
create index signer_of_doctor on signer (practice_id, doctor, first_day);
-- A person chose the doctor it waits for: no signer takes that one's place.
alter table prepared add column named boolean not null default false;
