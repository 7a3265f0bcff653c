-- SPDX-License-Identifier: Apache-2.0
-- What changed of which recipe's form, in the order of commits: a room that missed an event, since it
-- was down, asks from the last position it was given.
create sequence form_position;
create table form_change (
  practice_id text   not null,
  recipe      uuid   not null,
  position    bigint not null,
  primary key (practice_id, recipe)
);
create unique index form_change_in_order on form_change (practice_id, position);

-- Cancelled before it was printed: whoever asks later must find out.
alter table unprinted add column cancelled boolean not null default false;

-- At the commit and one after the other, so that no position appears behind one that was seen.
create function note_form_change() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('form_change' || new.practice_id, 0));
  insert into form_change values (new.practice_id, new.recipe, nextval('form_position'))
    on conflict (practice_id, recipe) do update set position = excluded.position;
  return null;
end $$;
create constraint trigger form_changed after insert or update on form
  deferrable initially deferred for each row execute function note_form_change();
create constraint trigger unprinted_changed after insert or update on unprinted
  deferrable initially deferred for each row execute function note_form_change();

insert into form_change select practice_id, recipe, nextval('form_position')
  from (select practice_id, recipe from form union select practice_id, recipe from unprinted) known;
