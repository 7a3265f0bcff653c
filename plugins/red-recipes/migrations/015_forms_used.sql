-- SPDX-License-Identifier: Apache-2.0
-- By this room's file forms were used since the copy, of which the copy may know none: other rooms hear
-- of it from here, whoever else tells of that restore. Of the newest alone they were told until now: what
-- an older one concerned is settled.
alter table restore rename column own to forms_used;
update restore r set forms_used = false
  where found < (select max(n.found) from restore n where n.practice_id = r.practice_id);
