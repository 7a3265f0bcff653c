-- SPDX-License-Identifier: Apache-2.0
-- Who sends a message, by the name of its session, and when it last said that it still does: one that is
-- gone and has fallen silent leaves its messages to others long before its lease is over.
alter table message
  add column holder text,
  add column held   timestamptz;
