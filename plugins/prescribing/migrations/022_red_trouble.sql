-- SPDX-License-Identifier: Apache-2.0
-- What became of a red form at the ministry, where a person must act: empty, refused, attention or
-- not_cancelled. What is well or under way is not told of here.
alter table recipe add column red_trouble text not null default ''
  check (red_trouble in ('', 'refused', 'attention', 'not_cancelled'));
-- Shown on every day until it is settled, and little of all there is.
create index recipe_red_trouble on recipe (practice_id, prescription) where red_trouble <> '';
-- Forms are followed from the start once more: what went wrong before was not told.
delete from red_step;
