-- SPDX-License-Identifier: Apache-2.0
-- `search` holds the name in lower case without accents, for search as one types.
create table patient (
  practice_id  text   not null,
  id           uuid   not null,
  doctor       uuid,
  fiscal_code  text   not null default '',
  last_name    text   not null,
  first_name   text   not null,
  sex          text   not null check (sex in ('F', 'M')),
  birth_date   date   not null,
  birth_place  text   not null default '',
  street       text   not null default '',
  postal_code  text   not null default '',
  municipality text   not null default '',
  province     text   not null default '',
  region_code  text   not null default '',
  asl_code     text   not null default '',
  phone        text   not null default '',
  email        text   not null default '',
  notes        text   not null default '',
  revoked_on   date,
  version      bigint not null default 1,
  search       text   not null,
  primary key (practice_id, id),
  check ((province = '') = (asl_code = ''))
);
create unique index patient_fiscal_code on patient (practice_id, fiscal_code) where fiscal_code <> '';
create index patient_search on patient using gin (search gin_trgm_ops);
create index patient_name on patient (practice_id, last_name, first_name);

create table exemption (
  practice_id text not null,
  patient     uuid not null,
  code        text not null,
  valid_from  date,
  valid_to    date,
  primary key (practice_id, patient, code),
  foreign key (practice_id, patient) references patient (practice_id, id) on delete cascade
);

create table allergy (
  practice_id text    not null,
  id          uuid    not null,
  patient     uuid    not null,
  kind        text    not null check (kind in ('allergy', 'intolerance')),
  atc         text    not null default '',
  substance   text    not null,
  reaction    text    not null default '',
  severe      boolean not null default false,
  noted_on    date,
  active      boolean not null default true,
  primary key (practice_id, id),
  foreign key (practice_id, patient) references patient (practice_id, id) on delete cascade
);
create index allergy_patient on allergy (practice_id, patient);

create table problem (
  practice_id text    not null,
  id          uuid    not null,
  patient     uuid    not null,
  icd9        text    not null default '',
  text        text    not null,
  onset       date,
  active      boolean not null default true,
  chronic     boolean not null default false,
  notes       text    not null default '',
  primary key (practice_id, id),
  foreign key (practice_id, patient) references patient (practice_id, id) on delete cascade
);
create index problem_patient on problem (practice_id, patient);

create table contact (
  practice_id text        not null,
  id          uuid        not null,
  patient     uuid        not null,
  at          timestamptz not null,
  kind        text        not null check (kind in ('ambulatory', 'home', 'remote', 'administrative')),
  author      text        not null default '',
  text        text        not null,
  problem     uuid,
  primary key (practice_id, id),
  foreign key (practice_id, patient) references patient (practice_id, id) on delete cascade
);
create index contact_patient on contact (practice_id, patient, at desc, id);

create table therapy (
  practice_id        text not null,
  id                 uuid not null,
  patient            uuid not null,
  aic                text not null,
  drug_text          text not null,
  atc                text not null default '',
  group_code         text not null default '',
  packs              int  not null default 1 check (packs between 1 and 9),
  posology           text not null default '',
  problem            uuid,
  aifa_note          text not null default '',
  started_on         date,
  stopped_on         date,
  last_prescribed_on date,
  primary key (practice_id, id),
  foreign key (practice_id, patient) references patient (practice_id, id) on delete cascade
);
create index therapy_patient on therapy (practice_id, patient);
