-- SPDX-License-Identifier: Apache-2.0
create table account (
  practice_id         text        not null,
  id                  uuid        not null,
  user_name           text        not null,
  display_name        text        not null,
  role                text        not null check (role in ('titolare', 'sostituto', 'collaboratore',
                                                           'amministratore')),
  password_hash       text        not null,
  password_changed_at timestamptz not null,
  active              boolean     not null default true,
  failures            int         not null default 0,
  locked_until        timestamptz,          -- year 2999: until somebody unlocks it
  last_sign_in        timestamptz,
  primary key (practice_id, id)
);
create unique index account_user_name on account (practice_id, lower(user_name));

create table doctor (
  practice_id    text not null,
  account        uuid not null,
  first_name     text not null,
  last_name      text not null,
  fiscal_code    text not null,
  region_code    text not null,
  asl_code       text not null,
  facility_code  text not null default '',
  specialisation text not null default 'F',
  phone          text not null default '',
  address        text not null default '',
  primary key (practice_id, account),
  foreign key (practice_id, account) references account (practice_id, id)
);

create table session (
  practice_id text        not null,
  token_hash  bytea       not null,  -- BLAKE2b of the token; the token itself is kept nowhere
  account     uuid        not null,
  station     text        not null default '',
  created_at  timestamptz not null,
  used_at     timestamptz not null,
  expires_at  timestamptz not null,
  primary key (practice_id, token_hash),
  foreign key (practice_id, account) references account (practice_id, id)
);
create index session_expiry on session (expires_at);
