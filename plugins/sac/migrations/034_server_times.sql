-- SPDX-License-Identifier: Apache-2.0
-- The clocks of two hosts may differ, and that of the one that sent may be ahead of the right time. So each
-- sending has its time by the database's clock too, which is one for all: the earlier of the two counts.
-- Null: sent before this was noted.
alter table nre_use add column server_at timestamptz;
alter table nre_use alter column server_at set default clock_timestamp();
alter table white_submission add column server_at timestamptz;
alter table white_submission alter column server_at set default clock_timestamp();
alter table red_upload add column server_at timestamptz;
alter table red_upload alter column server_at set default clock_timestamp();

create index nre_use_sent on nre_use (practice_id, least(taken_at, server_at)) where not time_wrong;
create index white_submission_last on white_submission (practice_id, least(sent_at, server_at))
  where not time_wrong;

-- Where the database's clock is the one that is ahead, a person who declares a host's clock right says so of
-- this host, known by its ledger file: for as long as the two differ by this much. Zero: they do not.
alter table clock_correction add column host text not null default '';
alter table clock_correction add column server_ahead_ms bigint not null default 0;
