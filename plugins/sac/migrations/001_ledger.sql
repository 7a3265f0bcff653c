-- SPDX-License-Identifier: Apache-2.0
-- Lots of recipe numbers that the SAC granted to a doctor; `next` is the first number not yet taken.
create table nre_lot (
  practice_id text        not null,
  prefix      text        not null,  -- region, grouping, lot type and lot: an NRE without its progressive
  doctor      text        not null,  -- codice fiscale
  digits      int         not null check (digits between 1 and 9),  -- of the progressive
  size        bigint      not null check (size > 0),
  next        bigint      not null default 0 check (next >= 0),
  granted_at  timestamptz not null,
  primary key (practice_id, prefix)
);
create index nre_lot_free on nre_lot (practice_id, doctor, granted_at) where next < size;

-- One row for each recipe that was ever handed to this channel.
--   prepared   has its number, no octet has left the house
--   sending    the request may have left: ask after the number before anything else
--   accepted, refused, withdrawn   settled, receipt kept
--   withdrawing   the cancellation may have left
create table submission (
  practice_id text        not null,
  recipe_id   uuid        not null,
  state       text        not null check (state in ('prepared', 'sending', 'accepted', 'refused',
                                                    'withdrawing', 'withdrawn')),
  nre         text        not null,
  account     uuid        not null,  -- whose credentials sent it
  author      text        not null,  -- codice fiscale under which the SAC knows the author
  recipe      text        not null,  -- as it was submitted (JSON)
  receipt     text        not null default '',
  changed_at  timestamptz not null,
  primary key (practice_id, recipe_id)
);

-- Every number that was taken, for ever: a number is never given twice.
--   live    belongs to its recipe        spent   refused or withdrawn
--   burnt   nobody knows whether its request still arrives: asked after until `watch_until`
create table nre_use (
  practice_id text        not null,
  nre         text        not null,
  recipe_id   uuid        not null,
  state       text        not null check (state in ('live', 'spent', 'burnt')),
  taken_at    timestamptz not null,
  watch_until timestamptz,
  asked_at    timestamptz,
  primary key (practice_id, nre)
);
create index nre_use_watched on nre_use (practice_id, asked_at) where state = 'burnt';

-- A doctor's access to Sistema TS; what is secret is encrypted with the practice key.
create table credential (
  practice_id   text        not null,
  account       uuid        not null,
  user_name     text        not null,
  password      bytea,
  pincode       bytea,
  token         bytea,
  token_until   timestamptz,
  problem       text        not null default '',
  changed_at    timestamptz not null,
  primary key (practice_id, account)
);
