-- SPDX-License-Identifier: Apache-2.0
-- Printers that take red forms, and the pads in them.
create table printer (
  practice_id text             not null,
  doctor      uuid             not null,
  name        text             not null,
  tray        text             not null,
  left_mm     double precision not null,
  top_mm      double precision not null,
  a4          boolean          not null,
  upright     boolean          not null,
  barcodes    boolean          not null,
  bold        boolean          not null,
  primary key (practice_id, doctor, name)
);

-- A run of numbers of one pad, from `first` upwards to 99 or downwards to 00; `used` were taken.
-- A closed run keeps only what it used: the rest may be entered again, in another printer.
create table block (
  practice_id text        not null,
  id          uuid        not null default gen_random_uuid(),
  doctor      uuid        not null,
  printer     text        not null,
  prefix      text        not null check (length(prefix) = 12),  -- region, year, number of the pad
  first       int         not null check (first between 0 and 99),
  descending  boolean     not null,
  used        int         not null default 0,
  open        boolean     not null default true,
  entered     timestamptz not null,
  primary key (practice_id, id)
);
create unique index block_in_printer on block (practice_id, doctor, printer) where open;
create index block_of_pad on block (practice_id, prefix);

-- Files of recipes and cancellations. One of an account is under way at a time, so that one that
-- nobody knows of can be told from others.
--   open      made, nothing has left         sending    its request may have left
--   uncertain being asked after              parked     a person must act
--   sent      has a protocol                 refused    turned away
create table batch (
  practice_id     text        not null,
  number          bigint      generated always as identity,
  account         uuid        not null,
  file_name       text        not null,
  state           text        not null default 'open' check (state in ('open', 'sending', 'uncertain',
                                'parked', 'sent', 'refused')),
  made            timestamptz not null,
  uncertain_since timestamptz,
  protocol        text        not null default '',
  received_at     text        not null default '',
  problem         text        not null default '',
  outcome         text        not null default 'unknown',
  outcome_text    text        not null default '',
  settled         boolean     not null default false,  -- nothing is left to ask
  attempts        int         not null default 0,
  due             timestamptz not null default clock_timestamp(),
  lease           uuid,
  lease_until     timestamptz,
  primary key (practice_id, number),
  unique (practice_id, file_name)
);
create unique index batch_under_way on batch (practice_id, account)
  where state in ('open', 'sending', 'uncertain', 'parked');
create index batch_due on batch (practice_id, due) where not settled;
create index batch_made on batch (practice_id, made desc);

-- A form with a recipe on it. Its code is here before anybody sees it, and for ever.
create table form (
  practice_id  text        not null,
  code         text        not null check (length(code) = 15),
  recipe       uuid        not null,
  patient      uuid        not null,
  doctor       uuid        not null,
  account      uuid        not null,  -- whose credentials tell of it
  printer      text        not null,
  patient_name text        not null,
  fiscal_code  text        not null,
  printed      timestamptz not null,
  payload      text        not null,  -- the recipe (JSON)
  document     uuid,
  state        text        not null check (state in ('unconfirmed', 'queued', 'sending', 'sent',
                             'refused', 'attention', 'cancelling', 'cancelled')),
  problem      text        not null default '',
  spoilt       boolean     not null default false,
  batch        bigint,               -- the last one that carried it
  remarks      text        not null default '',
  primary key (practice_id, code)
);
create unique index form_of_recipe on form (practice_id, recipe) where not spoilt;
create index form_printed on form (practice_id, printed desc);
create index form_of_batch on form (practice_id, batch);

-- What is to be told, in its order; a cancellation waits until its recipe has a protocol.
create table entry (
  practice_id text   not null,
  position    bigint generated always as identity,
  code        text   not null,
  account     uuid   not null,
  cancels     boolean not null,
  batch       bigint,
  primary key (practice_id, position),
  foreign key (practice_id, code) references form on delete cascade
);
create index entry_waiting on entry (practice_id, account, position) where batch is null;
create index entry_of_batch on entry (practice_id, batch);
create index entry_of_form on entry (practice_id, code);

-- Recipes that staff prepared and the doctor has not let print yet.
create table unprinted (
  practice_id text        not null,
  recipe      uuid        not null,
  patient     uuid        not null,
  doctor      uuid        not null,
  printer     text        not null,
  payload     text        not null,
  asked       timestamptz not null,
  primary key (practice_id, recipe)
);
