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

-- The *_key columns hold the text as it is compared: lower case, without accents.
-- search_key: a blank, the code with and without dots, the words.
create table concept (
  system      text not null check (system in ('icd9cm', 'atc', 'exemption')),
  code        text not null,
  text        text not null,
  code_key    text not null,
  text_key    text not null,
  search_key  text not null,
  primary key (system, code)
);
create index concept_code_key on concept (system, code_key text_pattern_ops);
create index concept_text_key on concept (system, text_key text_pattern_ops);
create index concept_search_key on concept using gin (search_key public.gin_trgm_ops);

-- Italian municipalities, and foreign states with province EE and no region.
create table municipality (
  cadastral_code  text primary key check (cadastral_code ~ '^[A-Z][0-9]{3}$'),
  istat_code      text not null,
  name            text not null,
  province        text not null,
  region_code     text not null check (region_code ~ '^([0-9]{3})?$'),
  name_key        text not null,
  search_key      text not null
);
create index municipality_name_key on municipality (name_key text_pattern_ops);
create index municipality_search_key on municipality using gin (search_key public.gin_trgm_ops);
