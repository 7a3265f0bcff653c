-- SPDX-License-Identifier: Apache-2.0
-- What a doctor decided (prescription), the documents it became (recipe, one NRE each), their lines.

create table prescription (
  practice_id    text        not null,
  id             uuid        not null,
  patient        uuid        not null,
  doctor         uuid        not null,
  author         uuid        not null,
  issued         timestamptz not null,
  exemption      text        not null default '',
  diagnosis_code text        not null default '',
  diagnosis_text text        not null default '',
  -- Hash of the draft it was issued from; null for one that was imported.
  fingerprint    bytea,
  primary key (practice_id, id)
);
create index prescription_of_patient on prescription (practice_id, patient, issued desc, id desc);
create index prescription_of_day on prescription (practice_id, issued desc, id desc);

create table recipe (
  practice_id         text        not null,
  id                  uuid        not null,
  prescription        uuid        not null,
  position            smallint    not null default 1,
  state               text        not null check (state in ('waiting', 'checking', 'attention',
                        'accepted', 'refused', 'withdrawing', 'withdrawn', 'past')),
  nre                 text        not null default '',
  authentication_code text        not null default '',
  reasons             text        not null default '',
  problem             text        not null default '',
  document            uuid,
  changed             timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, prescription) references prescription on delete cascade
);
create index recipe_of_prescription on recipe (practice_id, prescription, position);
create index recipe_unsettled on recipe (practice_id, prescription)
  where state in ('waiting', 'checking', 'attention', 'withdrawing');

-- Lines come and go only with their recipe, in one statement or transaction of this room. No foreign
-- key says so: checking one for each of three million imported lines costs a sixth of the import.
create table recipe_line (
  practice_id                 text     not null,
  recipe                      uuid     not null,
  position                    smallint not null,
  aic                         text     not null,
  drug_text                   text     not null,
  atc                         text     not null,
  group_code                  text     not null,
  group_text                  text     not null,
  quantity                    smallint not null,
  posology                    text     not null,
  aifa_note                   text     not null,
  not_replaceable             boolean  not null,
  not_replaceable_reason_code text     not null,
  -- Id of the chart's therapy that it renews, or empty.
  therapy                     text     not null,
  primary key (practice_id, recipe, position)
);

-- Warnings that the author saw and went on in spite of.
create table overridden_warning (
  practice_id  text        not null,
  prescription uuid        not null,
  position     smallint    not null,
  code         text        not null,
  line         smallint    not null,
  reason       text        not null,
  author       uuid        not null,
  at           timestamptz not null,
  primary key (practice_id, prescription, position),
  foreign key (practice_id, prescription) references prescription on delete cascade
);
