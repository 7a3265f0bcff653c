-- SPDX-License-Identifier: Apache-2.0
-- Why an account's recipes get no numbers: what the service said when a lot was last asked for. It goes with
-- the next lot that is granted, and counts for the access that asked.
create table refused_lot (
  practice_id text        not null,
  account     uuid        not null,
  access      integer     not null,  -- revision of the credential
  problem     text        not null,
  refused_at  timestamptz not null,
  primary key (practice_id, account)
);
