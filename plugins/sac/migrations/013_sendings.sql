-- SPDX-License-Identifier: Apache-2.0
-- How many requests ever began to leave for which no number was taken. Compared with what a file outside
-- the database says, it tells that the database came back from a copy.
create table sending_count (
  practice_id text   not null primary key,
  count       bigint not null check (count >= 0)
);
insert into sending_count
select practice_id, count(*) from white_submission where state <> 'prepared' group by practice_id;
