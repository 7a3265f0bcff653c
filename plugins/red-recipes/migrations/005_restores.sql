-- SPDX-License-Identifier: Apache-2.0
-- When the database was found to have come back from a copy. What the copy holds as waiting may have been
-- told since, so it is looked for at the ministry, recipe by recipe, before it is told.
create table restore (
  practice_id   text        not null,
  found         timestamptz not null,  -- by this room, or as the transmitter says
  noticed       timestamptz not null default clock_timestamp(),
  doubted_until timestamptz not null,  -- forms printed until then may have been told of since the copy
  copied        date        not null,  -- newest day that the copy knows: what it lacks is not older
  departures    bigint      not null,  -- how many files had left by then, by what this room's file says
  primary key (practice_id, found)
);

-- Which departure of the practice a file's last one was: behind the count outside the database, the
-- database is a copy.
create sequence departure;
alter table batch add column departure bigint not null default 0;
create index batch_departure on batch (practice_id, departure desc);

-- A doubted file is looked for recipe by recipe, and is none that left from here. An adopted one left in
-- the time that the copy does not know: what is ours in it was found at the ministry.
alter table batch add column doubted boolean not null default false;
alter table batch add column adopted boolean not null default false;

-- Looked for since the restore, and not there.
alter table entry add column looked boolean not null default false;

-- Closed since the database came back: which numbers were used since the copy, only the pad can say.
alter table block add column restored boolean not null default false;
