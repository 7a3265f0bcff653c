-- SPDX-License-Identifier: Apache-2.0
-- Failed sign-ins of user names that do not exist, counted as those of real ones are, so that the
-- answers tell nobody which names exist. Kept for a day, by hash: people type passwords there.
create table stranger (
  practice_id  text        not null,
  name_hash    bytea       not null,
  failures     int         not null,
  locked_until timestamptz,
  seen_at      timestamptz not null,
  primary key (practice_id, name_hash)
);
create index stranger_seen on stranger (seen_at);

-- Hashes of another kind were kept before: whoever is signed in signs in again.
delete from session;
