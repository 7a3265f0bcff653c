-- SPDX-License-Identifier: Apache-2.0
-- Numbers under which the recipe arrived though it was believed lost, and that the service does not
-- annul: with blanks between them.
alter table recipe add column late_numbers text not null default '';
