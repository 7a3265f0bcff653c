-- SPDX-License-Identifier: Apache-2.0
-- The files outside the database that follow its numbers, one a host, each by the name it gave itself. A
-- database that knows files, and not its host's, came to that host from a copy.
create table ledger_file (
  practice_id text        not null,
  id          text        not null,
  since       timestamptz not null,
  primary key (practice_id, id)
);
