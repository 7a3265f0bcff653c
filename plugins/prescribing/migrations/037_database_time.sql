-- SPDX-License-Identifier: Apache-2.0
-- When a recipe was issued, by the database's clock, which is one for all hosts: what a host dates whose
-- clock is wrong stands out beside it. Null: it is not known, of what was issued before.

alter table recipe add column database_time timestamptz;
