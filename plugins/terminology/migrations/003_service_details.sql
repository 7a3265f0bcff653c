-- SPDX-License-Identifier: Apache-2.0
-- What a practice imports beside the published nomenclature: branches and priorities of services,
-- dated and by region, and what a region's catalogue calls them.

-- Stands before `service_detail`, which is the built-in table's. An empty or null column says
-- nothing: then the built-in table does.
create table imported_service_detail (
  code              text not null,
  -- Three digits; empty: in the whole country. A region's row stands before the country's.
  region            text not null check (region ~ '^([0-9]{3})?$'),
  valid_from        date not null,
  valid_to          date check (valid_to >= valid_from),
  branches          text not null,
  cyclic            boolean,
  priority_required boolean,
  note              text not null,
  primary key (code, region, valid_from)
);

-- A code that only the region has stands with an empty `code`, or with one that the nomenclature
-- does not know.
alter table regional_service
  add column text       text not null default '',
  -- As it is compared: lower case, without accents.
  add column text_key   text not null default '',
  add column search_key text not null default '';
create index regional_service_search_key on regional_service
  using gin (search_key public.gin_trgm_ops);
update regional_service set search_key = ' ' || lower(code) || ' ' || lower(catalogue_code);
