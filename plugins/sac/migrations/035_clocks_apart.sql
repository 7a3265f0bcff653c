-- SPDX-License-Identifier: Apache-2.0
-- A host whose clock and the database's are apart sends nothing any more until a person has said that the
-- host's is right. So where a sending is later by the host's clock, it is the database's that was behind, and
-- the host's time counts; else the earlier one still does.
drop index nre_use_sent, white_submission_last;
create index nre_use_sent on nre_use (practice_id, (case when taken_at - server_at >= interval '10 minutes'
  then taken_at else least(taken_at, server_at) end)) where not time_wrong;
create index white_submission_last on white_submission (practice_id,
  (case when sent_at - server_at >= interval '10 minutes' then sent_at else least(sent_at, server_at) end))
  where not time_wrong;

-- Of what was sent before, nobody said so: it may have been the host's that was ahead.
update nre_use set time_wrong = true where taken_at - server_at >= interval '10 minutes' and not time_wrong;
update white_submission set time_wrong = true
  where sent_at - server_at >= interval '10 minutes' and not time_wrong;
delete from red_upload where sent_at - server_at >= interval '10 minutes';

-- Negative where the database's clock is behind the host's that was declared right. Nothing may be sent yet
-- that is later.
alter table clock_correction alter column ahead drop not null;
