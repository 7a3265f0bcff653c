-- SPDX-License-Identifier: Apache-2.0
-- The files outside the database that follow its numbers, one a host, each by the name it gave itself. A
-- database that knows files, and not its host's, came to that host from a copy.
create table ledger_file (
  practice_id text        not null,
  id          text        not null,
  since       timestamptz not null,
  primary key (practice_id, id)
);

-- Up to when what the transmitter found was found before this room first asked it: that is past.
create table past_restore (
  practice_id text        not null primary key,
  until       timestamptz not null
);
