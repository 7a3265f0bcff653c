-- SPDX-License-Identifier: Apache-2.0
-- Of several printers the one that a doctor's forms go to when none is named, chosen at a station.
create table usual_printer (
  practice_id text        not null,
  doctor      uuid        not null,
  station     text        not null,
  printer     text        not null,
  chosen      timestamptz not null default clock_timestamp(),
  primary key (practice_id, doctor, station),
  foreign key (practice_id, doctor, printer) references printer on delete cascade
);

-- When a person last had it printed. Forms of before were printed when they got their number; without a
-- trigger: none of them changes for who follows.
alter table form add column put_on_paper timestamptz default now();
alter table form alter column put_on_paper drop default;
