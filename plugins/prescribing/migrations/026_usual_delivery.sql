-- SPDX-License-Identifier: Apache-2.0
-- How a doctor's recipes usually get to their patients, where that is not as in the region.
create table usual_delivery (
  practice_id text not null,
  account     uuid not null,
  mode        text not null,
  primary key (practice_id, account)
);
-- Which lines of what was prepared go on white recipes, and whether these are repeatable; as the
-- contract writes it, JSON. Of what was prepared before nobody has said.
alter table prepared add column white_lines text not null default '[]';
