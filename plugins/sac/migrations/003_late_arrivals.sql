-- SPDX-License-Identifier: Apache-2.0
-- A burnt number whose recipe arrived late and cannot be annulled: the patient has two.
alter table nre_use add column stuck boolean not null default false;
