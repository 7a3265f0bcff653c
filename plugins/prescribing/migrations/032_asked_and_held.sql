-- SPDX-License-Identifier: Apache-2.0
-- What stays with a row however often it is tried anew: the number of which a person was asked whether the
-- service has it (empty: of none; null: nobody was asked), until an answer settles it; and that it waits for
-- the service to answer others, which then wake it.
alter table outbox
  add column asked text,
  add column held  boolean not null default false;
create index outbox_held on outbox (practice_id) where held;
