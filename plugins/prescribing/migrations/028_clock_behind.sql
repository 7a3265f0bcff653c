-- SPDX-License-Identifier: Apache-2.0
-- Of a recipe that was kept back because the computer's clock was behind, and that may carry the day
-- of that clock: the time of the last sending that the clock was behind. Null: it was not.

alter table recipe add column clock_behind timestamptz;
