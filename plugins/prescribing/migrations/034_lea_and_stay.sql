-- SPDX-License-Identifier: Apache-2.0
-- Annotations of the LEA nomenclature on a service, and a recipe for a stay in hospital (type H). Null
-- where nothing was said, as in nearly all rows.
alter table recipe_line
  add column lea_note            text,
  add column lea_condition       text,
  add column lea_appropriateness text,
  add column lea_pathology       text;
alter table prescription add column hospital_stay boolean;
