-- SPDX-License-Identifier: Apache-2.0
-- A recipe that arrived late and cannot be annulled is listed until its doctor has seen it.
alter table nre_use
  add column acknowledged_at timestamptz,
  add column acknowledged_by uuid;
create index nre_use_stuck on nre_use (practice_id, taken_at) where stuck and acknowledged_at is null;

-- What was sent under a clock that was wrong then, as a person declared: by it nobody tells that the
-- clock went back.
alter table nre_use add column time_wrong boolean not null default false;
alter table white_submission add column time_wrong boolean not null default false;
create index white_submission_sent on white_submission (practice_id, sent_at);
create table clock_correction (
  practice_id text        not null,
  declared_at timestamptz not null,  -- by the clock that is right
  declared_by uuid        not null,
  ahead       timestamptz not null,  -- the last time that was wrong
  primary key (practice_id, declared_at)
);

-- How often the doctor changed the access: what the service says of it concerns one revision.
alter table credential add column revision int not null default 0;
