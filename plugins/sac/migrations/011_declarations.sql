-- SPDX-License-Identifier: Apache-2.0
-- Substitutions that a holder declares to the SAC. The service cannot be asked after one, so a
-- request without an answer is for the doctor to look up.
--   not_sent    nothing of it has left the house
--   sending     the request may have left
--   uncertain   it may have arrived
--   accepted, refused   as the service said, or as the doctor found out
create table declaration (
  practice_id     text        not null,
  id              uuid        not null,
  account         uuid        not null,  -- the holder, whose access sends it
  substitute      text        not null,  -- codice fiscale
  substitute_name text        not null,
  starts          date        not null,
  ends            date        not null,
  asl_told        boolean     not null,
  state           text        not null check (state in ('not_sent', 'sending', 'accepted', 'refused',
                                                        'uncertain')),
  remark          text        not null default '',
  changed_at      timestamptz not null,
  primary key (practice_id, id),
  check (ends >= starts)
);
create index declaration_account on declaration (practice_id, account);
