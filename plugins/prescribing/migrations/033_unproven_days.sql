-- SPDX-License-Identifier: Apache-2.0
-- Whether nobody could tell, when a recipe was issued, that the clock was not behind what was sent last.
-- Only the day of such a one may turn out wrong; that of one whose day has been seen to be right no more.

alter table recipe add column day_unproven boolean not null default false;

-- Of what waits from before nobody knows.
update recipe r set day_unproven = true
  where exists (select from outbox o where o.practice_id = r.practice_id and o.recipe = r.id
                and o.kind = 'submit')
  or exists (select from paper p where p.practice_id = r.practice_id and p.recipe = r.id);
update recipe set clock_behind = null where clock_behind is not null and not day_unproven;

create index recipe_day_suspected on recipe (practice_id) where clock_behind is not null;
