-- SPDX-License-Identifier: Apache-2.0
-- What a person found on the ministry's own site about a form of which the room could not find out.
-- Kept as long as the form: it says why one that has no protocol counts as sent, or one whose
-- cancellation was turned away as cancelled.
create table finding (
  practice_id text        not null,
  number      bigint      generated always as identity,
  code        text        not null,
  at          timestamptz not null,
  by_account  text        not null,
  by_name     text        not null,
  there       boolean     not null,
  found_as    text        not null,  -- the form's state until then
  primary key (practice_id, number),
  foreign key (practice_id, code) references form on delete cascade
);
create index finding_of_form on finding (practice_id, code, number);
