-- SPDX-License-Identifier: Apache-2.0
-- What staff prepare waits in prescribing («Prepara per il medico») and comes here when a doctor has
-- approved it: nothing waits here for a doctor's word before it is printed.
delete from form_change c where not exists (
  select from form f where f.practice_id = c.practice_id and f.recipe = c.recipe);
drop table unprinted;
