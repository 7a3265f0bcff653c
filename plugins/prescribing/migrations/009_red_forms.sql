-- SPDX-License-Identifier: Apache-2.0
-- Recipes that go on paper instead of to the service. The recipe as it was to be sent is kept when it
-- is refused, so that it can go on as red; a row that is `printing` is on its way to its form, and can
-- never be sent again: its row of the outbox went in the same transaction.
create table paper (
  practice_id text    not null,
  recipe      uuid    not null,
  account     uuid    not null,
  payload     text    not null,  -- the recipe, JSON
  stage       text    not null check (stage in ('refused', 'printing')),
  -- What the recipe was before, should no form be there to print it on.
  before      text    not null default '',
  problem     text    not null default '',
  attempt     uuid,              -- who prints it: only that one may turn back
  primary key (practice_id, recipe),
  foreign key (practice_id, recipe) references recipe on delete cascade
);
