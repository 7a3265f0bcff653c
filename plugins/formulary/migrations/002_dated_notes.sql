-- SPDX-License-Identifier: Apache-2.0
-- A note, or its condition, holds for a time: of the same note there may be several, one after the
-- other. Of what is there nobody has said since when. pack.note_codes may say of each code from when to
-- when the pack falls under it: "01 97:2020-06-17: 04::2025-08-06".
alter table aifa_note
  drop constraint aifa_note_pkey,
  add column valid_from date not null default '-infinity',
  add column valid_to   date not null default 'infinity',
  add column source     text not null default '',
  add column link       text not null default '',  -- to the official text; empty: none known
  add primary key (code, valid_from),
  add check (valid_from <= valid_to);
