-- SPDX-License-Identifier: Apache-2.0
-- A delivery knows where its message goes, so that the same way to a corrected address is not taken for
-- the same; and since when handing it over has failed, so that this ends.
alter table delivery
  add column address text not null default '',  -- where its message and its password go, once asked for
  add column tried   timestamptz;               -- when handing it over failed first

-- What did not get to its patient is shown until somebody delivers it.
create index delivery_failed on delivery (practice_id, recipe) where state = 'failed';

-- Patients who were anonymised before kept these.
delete from delivery d using recipe r, prescription p
where p.fingerprint = '\x00'::bytea and r.practice_id = p.practice_id and r.prescription = p.id
  and d.practice_id = r.practice_id and d.recipe = r.id;
delete from paper a using recipe r, prescription p
where p.fingerprint = '\x00'::bytea and r.practice_id = p.practice_id and r.prescription = p.id
  and a.practice_id = r.practice_id and a.recipe = r.id;
