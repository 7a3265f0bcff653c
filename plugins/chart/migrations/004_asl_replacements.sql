-- SPDX-License-Identifier: Apache-2.0
-- What was replaced when many patients' ASL was put right at once, so that it can be undone.
create table asl_replacement (
  practice_id   text        not null,
  id            uuid        not null,
  from_province text        not null,
  from_region   text        not null,
  from_asl      text        not null,
  to_province   text        not null,
  to_region     text        not null,
  to_asl        text        not null,
  replaced      int         not null,
  unchanged     int         not null,
  at            timestamptz not null,
  author        text        not null,
  undone        timestamptz,
  restored      int         not null default 0,
  primary key (practice_id, id)
);
create index asl_replacement_in_order on asl_replacement (practice_id, at desc);

create table asl_replaced (
  practice_id text not null,
  replacement uuid not null,
  patient     uuid not null,
  primary key (practice_id, replacement, patient),
  foreign key (practice_id, replacement) references asl_replacement (practice_id, id) on delete cascade,
  foreign key (practice_id, patient) references patient (practice_id, id) on delete cascade
);
create index asl_replaced_patient on asl_replaced (practice_id, patient);
create index patient_asl on patient (practice_id, province, region_code, asl_code);
