-- SPDX-License-Identifier: Apache-2.0
-- By a copy of the database this recipe was on its way to a form, and since then it may have turned back
-- and left electronically: it is asked after before it is printed, sent or taken back.
alter table paper add column doubted boolean not null default false;
