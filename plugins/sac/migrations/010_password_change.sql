-- SPDX-License-Identifier: Apache-2.0
-- When the doctor last renewed the password at Sistema TS: from it the reminder is reckoned.
alter table credential add column password_changed_on date;
