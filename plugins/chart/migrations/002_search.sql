-- SPDX-License-Identifier: Apache-2.0
-- Names are now searched with their apostrophes as blanks and, when they have several words, also
-- written together: "d angelo maria dangelo". New rows get this from the program; these are older.
update patient set search = trim(regexp_replace(
  lower(public.unaccent(last_name || ' ' || first_name)), '[^[:alnum:]]+', ' ', 'g'))
  || case when last_name ~ '[^[:alnum:]]' then
       ' ' || lower(regexp_replace(public.unaccent(last_name), '[^[:alnum:]]+', '', 'g'))
     else '' end;

-- A codice fiscale is found by its beginning.
create index patient_code_prefix on patient (practice_id, fiscal_code text_pattern_ops);

-- A word is compared with its blank before it, so that its beginning can be told.
drop index patient_search;
create index patient_search on patient using gin ((' ' || search) gin_trgm_ops);
