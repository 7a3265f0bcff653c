-- SPDX-License-Identifier: Apache-2.0
-- Turns are rows of this schema: an advisory lock is anybody's, and any plugin's role could hold one
-- against every print and every change of a form.
create table turn (
  practice_id text not null,
  purpose     text not null,
  slot        int  not null,
  primary key (practice_id, purpose, slot)
);

-- At the commit and one after the other, so that no position appears behind one that was seen.
create or replace function note_form_change() returns trigger language plpgsql as $$
begin
  perform 1 from turn where practice_id = new.practice_id and purpose = 'form change' and slot = 0
    for update;
  if not found then
    insert into turn values (new.practice_id, 'form change', 0) on conflict do nothing;
    perform 1 from turn where practice_id = new.practice_id and purpose = 'form change' and slot = 0
      for update;
  end if;
  insert into form_change values (new.practice_id, new.recipe, nextval('form_position'))
    on conflict (practice_id, recipe) do update set position = excluded.position;
  return null;
end $$;
