-- SPDX-License-Identifier: Apache-2.0
-- Of a refused recipe, or of one whose withdrawal was refused: the change of which a person said that
-- nothing is left to do about it. It counts for that change alone.
alter table recipe add column seen timestamptz;
-- Such a recipe stays in every day's list from now on. What is older than a month, or came by an import,
-- somebody settled long ago.
update recipe r set seen = r.changed from prescription p
where p.practice_id = r.practice_id and p.id = r.prescription
  and (r.state = 'refused' or (r.state = 'accepted' and r.problem <> ''))
  and (p.fingerprint is null or r.changed < clock_timestamp() - interval '30 days');
create index recipe_unseen on recipe (practice_id, prescription)
  where (state = 'refused' or (state = 'accepted' and problem <> '')) and seen is distinct from changed;
