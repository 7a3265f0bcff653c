-- SPDX-License-Identifier: Apache-2.0
-- What tells a recipe from another that the service shows under its number, also while nobody hands the
-- recipe in: a digest of its lines alone, and sealed (as long as its outcome is open) of whom it is.
alter table submission
  add column lines    text  not null default '',
  add column identity bytea not null default '',
  -- What stands under `candidate` surely is another recipe: no doctor's word makes it this one.
  add column candidate_anothers boolean not null default false;

-- A recipe that somebody wishes taken back, and that this database, since it came back from a copy, may know
-- nothing of: it is looked for at the service, and not sent.
create table wished_back (
  practice_id text        not null,
  recipe_id   uuid        not null,
  account     uuid        not null,
  wished_at   timestamptz not null,
  primary key (practice_id, recipe_id)
);
