-- SPDX-License-Identifier: Apache-2.0
-- The national nomenclature of specialist outpatient services, and regions' catalogues of it.

create table outpatient_service (
  code        text primary key,
  text        text not null,
  -- As its text says; what `service_detail` knows goes before it.
  cyclic      boolean not null,
  -- The text as it is compared: lower case, without accents.
  code_key    text not null,
  text_key    text not null,
  search_key  text not null
);
create index outpatient_service_code_key on outpatient_service (code_key text_pattern_ops);
create index outpatient_service_text_key on outpatient_service (text_key text_pattern_ops);
create index outpatient_service_search_key on outpatient_service
  using gin (search_key public.gin_trgm_ops);

-- What the published nomenclature leaves out. Always the built-in table's: an import of services
-- does not touch it. Branches are two digits each, parted by blanks.
create table service_detail (
  code              text primary key,
  branches          text    not null,
  cyclic            boolean not null,
  priority_required boolean not null,
  note              text    not null
);

-- What a region calls a service. One service may have several codes there; then none is *the* code.
create table regional_service (
  region          text not null check (region ~ '^[0-9]{3}$'),
  code            text not null,
  catalogue_code  text not null,
  primary key (region, code, catalogue_code)
);
