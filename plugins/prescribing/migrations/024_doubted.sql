-- SPDX-License-Identifier: Apache-2.0
-- By a copy of the database this row never left, and since then it may have. That a later try did not
-- reach the service says nothing of it: it stays in doubt until it is settled.
alter table outbox add column doubted boolean not null default false;
