-- SPDX-License-Identifier: Apache-2.0
-- How many days a line of a white recipe is good for, and how often it may be dispensed in all, by
-- the rules of the day it was written. Null: another kind of recipe, or one that was written before
-- it was kept; what was printed of that stands on its paper.
alter table recipe_line
  add column validity_days smallint check (validity_days > 0),
  add column dispensings   smallint check (dispensings > 0);
