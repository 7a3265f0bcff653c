-- SPDX-License-Identifier: Apache-2.0
-- InvioPrescritto gives no answer: recipes wait without a number, and one at a time tries. Gone as soon as
-- one is answered.
--   failures       requests in a row that got no answer; from the second on the others wait
--   prober         recipe of the last of them, or of the one that tries now
--   probed_at      when that began or failed
--   probing_until  how long the one that tries may be under way; none: nobody tries
create table sending_hold (
  practice_id   text        not null primary key,
  since         timestamptz not null,
  problem       text        not null,
  failures      int         not null check (failures > 0),
  prober        uuid        not null,
  probed_at     timestamptz not null,
  probing_until timestamptz
);
