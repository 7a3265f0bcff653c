-- SPDX-License-Identifier: Apache-2.0
-- A practice has few practice_id and many ids: an index that begins with the practice looks as good as the
-- primary key for one row, as long as nobody has counted the table, and then a plan that reads the whole
-- table stays with its connection. These begin with what tells rows apart.
drop index prescription_of_patient, recipe_of_prescription;
create index prescription_of_patient on prescription (patient, issued desc, id desc);
create index recipe_of_prescription on recipe (prescription, position);
alter table outbox drop constraint outbox_practice_id_recipe_kind_key;
alter table outbox add constraint outbox_recipe_kind unique (recipe, kind, practice_id);
