-- SPDX-License-Identifier: Apache-2.0
-- A database that came back from a copy does not know which numbers were used since: its lots are
-- not used any more, and recipes of before are looked for at the SAC before they are sent.
alter table nre_lot add column quarantined boolean not null default false;

create table ledger_restore (
  practice_id text        not null,
  found_at    timestamptz not null,
  found_local text        not null,  -- Europe/Rome, as recipes are dated: "2026-11-23 18:20:00"
  told        boolean     not null default false,
  primary key (practice_id, found_at)
);

-- When a number was last taken: a clock that is behind it was moved back.
create index nre_use_taken on nre_use (practice_id, taken_at);

-- Codes of the service for which data/esiti.csv has no text yet, and how often each came. No
-- personal data: the code alone.
create table unknown_code (
  practice_id text        not null,
  code        text        not null,
  seen        bigint      not null default 1,
  last_at     timestamptz not null,
  primary key (practice_id, code)
);
