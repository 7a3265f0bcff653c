-- SPDX-License-Identifier: Apache-2.0
-- Each number that was burnt may still arrive as a recipe too many: how many a recipe has burnt decides
-- how long it waits before the next. And a person may say that the service does not have it.
alter table submission
  add column burns  int     not null default 0,
  add column absent boolean not null default false;
