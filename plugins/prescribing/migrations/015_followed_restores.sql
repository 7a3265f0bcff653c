-- SPDX-License-Identifier: Apache-2.0
-- Restores of the database that this room has followed: written where what waits is doubted, so that one
-- is never taken for followed before it was, nor followed twice.
create table followed_restore (
  practice_id text        not null,
  found       timestamptz not null,  -- as the channel found it
  primary key (practice_id, found)
);
