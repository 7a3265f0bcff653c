-- SPDX-License-Identifier: Apache-2.0
-- Why a substitute's recipes get no numbers, of the lots that the setting substitute_numbers names: the
-- holder's, where only the holder can put it right and the substitute must be told, too, or the substitute's
-- own. It goes with the next lot that the owner is granted, and counts for the owner's access as it was.
create table substitutes_refused_lot (
  practice_id text        not null,
  account     uuid        not null,  -- the substitute's
  owner       uuid        not null,  -- account of whose lots they are: the holder's, or the same
  access      integer     not null,  -- revision of the owner's credential; 0: there was none
  problem     text        not null,
  refused_at  timestamptz not null,
  primary key (practice_id, account, owner)
);

-- What was noted so far may be of substitutes' own lots, which nobody asks for any more: it would never go.
-- What still holds is noted anew with the next request.
delete from refused_lot;
