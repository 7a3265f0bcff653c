-- SPDX-License-Identifier: Apache-2.0
-- What a doctor prescribes often, under a name of the doctor's own.

create table template (
  practice_id    text   not null,
  account        uuid   not null,
  id             uuid   not null,
  name           text   not null,
  -- The name as it is compared: lower case, without accents.
  name_key       text   not null,
  diagnosis_code text   not null default '',
  diagnosis_text text   not null default '',
  -- Its lines as the contract writes them, JSON; and their packs and services, to count its use.
  lines          text   not null,
  codes          text[] not null,
  used           bigint not null default 0,
  primary key (practice_id, account, id),
  unique (practice_id, account, name_key)
);
