-- SPDX-License-Identifier: Apache-2.0
-- Why the lots of before are not used any more. That the service refuses a number makes this channel
-- look before it sends; only a copy concerns the other rooms.
alter table ledger_restore add column cause text not null default 'copy'
  check (cause in ('copy', 'number-refused'));

-- When a late arrival that could not be annulled was annulled after all: it is told again for a
-- while, for who missed it.
alter table nre_use add column annulled_at timestamptz;
create index nre_use_annulled on nre_use (practice_id, annulled_at) where annulled_at is not null;
