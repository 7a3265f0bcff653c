-- SPDX-License-Identifier: Apache-2.0
-- One row for each white recipe that was ever handed to this channel. The service gives the number,
-- so nothing of ours names the recipe there before its answer.
--   prepared   no octet has left the house, or a person said that none arrived
--   sending    the request may have left: ask before anything else
--   undecided  it may have arrived, and the service cannot tell: a person decides
--   accepted, refused, withdrawn   settled, receipt kept
--   withdrawing   the cancellation may have left
create table white_submission (
  practice_id text        not null,
  recipe_id   uuid        not null,
  state       text        not null check (state in ('prepared', 'sending', 'undecided', 'accepted',
                                                    'refused', 'withdrawing', 'withdrawn')),
  account     uuid        not null,  -- whose credentials sent it
  author      text        not null,  -- codice fiscale under which the service knows the author
  written_at  text        not null,  -- local time on the recipe, by which it is recognised
  sent        bytea,                 -- sealed: patient and content, as long as they are needed
  receipt     text        not null default '',
  number      text        not null default '',  -- NRBE, once it is known
  sent_at     timestamptz not null,
  changed_at  timestamptz not null,
  sender      text        not null,  -- which running channel wrote the row last
  revision    int         not null default 0,
  primary key (practice_id, recipe_id)
);
create index white_submission_undecided on white_submission (practice_id, account, sent_at)
  where state = 'undecided';
create index white_submission_number on white_submission (practice_id, number) where number <> '';
