-- SPDX-License-Identifier: Apache-2.0
-- How far what happened in the red room has been followed: its position of the last change.
create table red_step (
  practice_id text   not null primary key,
  position    bigint not null
);
