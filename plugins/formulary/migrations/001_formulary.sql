-- SPDX-License-Identifier: Apache-2.0
-- Shared reference tables: no practice owns them.

-- What each table was last filled from.
create table loaded_table (
  name       text        primary key,
  origin     text        not null check (origin in ('built-in', 'imported')),
  hash       text        not null,
  row_count  bigint      not null,
  loaded_at  timestamptz not null default now()
);

create table equivalence_group (
  code         text primary key,
  description  text not null
);

create table aifa_note (
  code       text primary key,
  condition  text not null
);

-- The *_key columns hold the text as it is compared: lower case, without accents.
-- search_key: a blank, name, active substance, strength, AIC, ATC. Names are compared by octets, so
-- that one index serves LIKE and ORDER BY whatever the database's language.
create table pack (
  aic                    text    primary key check (aic ~ '^[0-9]{9}$'),
  name                   text    not null,
  pack                   text    not null,
  active_substance       text    not null,
  strength               text    not null,
  form                   text    not null,
  units                  integer not null check (units >= 0),
  atc                    text    not null,
  group_code             text    not null,  -- empty: outside the transparency list
  drug_class             text    not null check (drug_class in ('A', 'C', 'H')),
  price_cents            bigint  not null check (price_cents >= 0),            -- 0: not known
  reference_price_cents  bigint  not null check (reference_price_cents >= 0),  -- 0: not refunded so
  company                text    not null,
  note_codes             text    not null,  -- "01 48"
  name_key               text    collate "C" not null,
  substance_key          text    collate "C" not null,
  atc_key                text    collate "C" not null,
  search_key             text    not null
);
create index pack_name_key on pack (name_key);
create index pack_substance_key on pack (substance_key);
create index pack_atc_key on pack (atc_key);
create index pack_aic_key on pack (aic text_pattern_ops);
create index pack_search_key on pack using gin (search_key public.gin_trgm_ops);
create index pack_group on pack (group_code) where group_code <> '';
