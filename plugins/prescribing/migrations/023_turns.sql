-- SPDX-License-Identifier: Apache-2.0
-- Rows by which transactions take turns (sdk/postgres/turn.hpp): no other role can hold them.
create table turn (
  practice_id text not null,
  purpose     text not null,
  slot        int  not null,
  primary key (practice_id, purpose, slot)
);
