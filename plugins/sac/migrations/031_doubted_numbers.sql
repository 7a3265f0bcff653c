-- SPDX-License-Identifier: Apache-2.0
-- A number may come to hold another recipe than the one that was sent under it: of a second machine that
-- works with a copy of these data, whose refusal of ours got lost. So what was sent is known again by a
-- digest of its time and lines, which tells nobody anything; empty for what was sent before.
alter table submission
  add column content   text not null default '',
  -- Number of a recipe at the service that may be this one or another: a person is asked.
  add column candidate text not null default '';
alter table nre_use add column content text not null default '';

-- What a doctor said of a recipe: that the one under this number is another, which stays true; or (empty)
-- that it is under none, which holds until the database comes back from a copy.
create table said_absent (
  practice_id text        not null,
  recipe_id   uuid        not null,
  nre         text        not null,
  account     uuid        not null,
  said_at     timestamptz not null,
  primary key (practice_id, recipe_id, nre)
);
