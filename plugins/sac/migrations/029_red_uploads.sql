-- SPDX-License-Identifier: Apache-2.0
-- When a file of red recipes was last sent: like nre_use and white_submission it tells that the clock
-- went back since. A person who declares the clock right takes a later time out.
create table red_upload (
  practice_id text        primary key,
  sent_at     timestamptz not null
);
