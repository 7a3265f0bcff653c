-- SPDX-License-Identifier: Apache-2.0
-- Whether what staff prepared is printed where a doctor approves of it, as the practice has it; no row:
-- once all is answered.
create table prepared_printing (
  practice_id text primary key,
  printing    text not null check (printing in ('none', 'during', 'after'))
);
