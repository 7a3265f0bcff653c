-- SPDX-License-Identifier: Apache-2.0
-- How often a message may have reached the other side without anybody knowing: each of these may be
-- a copy that the patient has, so that few are allowed.
alter table message add column doubts integer not null default 0;
update message set doubts = 1 where state = 'queued' and in_flight and lease is null;
