-- SPDX-License-Identifier: Apache-2.0
-- Rows of one patient leave one after the other; those of one doctor begin in order, several at a time. So
-- the queue says whose each row is, and is read without looking anywhere else.
alter table outbox
  add column patient      uuid,
  add column prescription uuid;
update outbox o set patient = p.patient, prescription = p.id
from recipe r join prescription p on p.practice_id = r.practice_id and p.id = r.prescription
where r.practice_id = o.practice_id and r.id = o.recipe;
alter table outbox
  alter column patient set not null,
  alter column prescription set not null;

-- What keeps no order is found by when it is due: thousands may be waiting for a person to act.
drop index outbox_unordered;
create index outbox_unordered on outbox (practice_id, due)
  where kind = 'document' or standing <> 'queued';

-- A receipt carries a PDF, which gets no smaller.
alter table outbox alter column receipt set storage external;
