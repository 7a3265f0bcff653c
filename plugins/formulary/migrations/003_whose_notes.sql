-- SPDX-License-Identifier: Apache-2.0
-- Of the notes, too, it is kept what they were filled from: where a list of drugs was imported without
-- notes, the built-in ones go on following the program, so that a note ends when it is abrogated. What
-- an earlier release imported is not told any more: notes with a source, or without a condition, may be
-- the practice's own, and stay.
insert into loaded_table (name, origin, hash, row_count)
  select 'formulary notes', 'imported', '', (select count(*) from aifa_note)
  from loaded_table where name = 'formulary' and origin = 'imported'
    and exists (select from aifa_note
                where source <> '' or condition like 'condizioni non in questa tabella%');
