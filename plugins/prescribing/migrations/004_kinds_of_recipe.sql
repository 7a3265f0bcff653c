-- SPDX-License-Identifier: Apache-2.0
-- Services, white recipes and every kind of patient. The columns are null where nothing was said, as
-- in nearly all rows: so the millions there are stay as they are, and imported ones stay short.

alter table prescription
  add column home_visit    boolean,
  add column obscured      boolean,
  add column suggested     boolean,
  add column patient_kind  text,
  -- The document of a person insured abroad, as the contract writes it, JSON.
  add column foreign_cover text,
  add column sasn_card     text,
  add column sasn_company  text,
  add column on_paper      boolean,
  add column delivery      text;

-- Null: drugs at the charge of the SSN.
alter table recipe
  add column kind         text check (kind in ('services', 'white')),
  add column priority     text,
  add column white_number text,
  add column white_pin    text,
  add column paper_code   text;
alter table recipe drop constraint recipe_state_check;
alter table recipe add constraint recipe_state_check check (state in ('waiting', 'checking',
  'attention', 'accepted', 'refused', 'withdrawing', 'withdrawn', 'past', 'printed'));

-- Null: a drug.
alter table recipe_line
  add column kind             text check (kind in ('service')),
  add column service_code     text,
  add column service_text     text,
  add column catalogue_code   text,
  add column notes            text,
  add column first_access     boolean,
  add column televisit        boolean,
  add column sessions         smallint,
  add column therapeutic_plan text,
  add column repeatable       boolean,
  add column repetitions      smallint;
