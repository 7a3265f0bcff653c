-- SPDX-License-Identifier: Apache-2.0
-- How each recipe gets to its patient. The first row comes with the recipe, in its transaction; a later
-- one is a person's wish to deliver it again, or another way. The last one counts.
--   by_hand  somebody prints it, or says how else      due     to be handed to messages/1
--   handed   messages/1 has it                         sent    it has left
--   failed   it will not go by itself                  done    printed
--   dropped  not to be delivered (any more)
create table delivery (
  practice_id text        not null,
  recipe      uuid        not null,
  number      smallint    not null,
  mode        text        not null check (mode in ('print', 'none', 'sms-number', 'mail-number', 'mail-memo')),
  state       text        not null check (state in ('by_hand', 'due', 'handed', 'sent', 'failed', 'done',
                            'dropped')),
  request     uuid,                 -- of the screen: asked twice, delivered once
  asked_by    uuid,
  -- Recipes of a prescription go in one message. Its key at messages/1 is written before it is asked for.
  batch       uuid,
  message     uuid,
  problem     text        not null default '',
  settled     timestamptz,
  due         timestamptz not null default clock_timestamp(),
  -- Until then it waits for the other recipes of its prescription.
  alone_from  timestamptz not null default clock_timestamp() + interval '15 seconds',
  primary key (practice_id, recipe, number),
  foreign key (practice_id, recipe) references recipe on delete cascade
);
create unique index delivery_request on delivery (practice_id, request) where request is not null;
create index delivery_due on delivery (practice_id, batch) where state = 'due';
create index delivery_handed on delivery (practice_id, message) where state = 'handed';
create index delivery_of_message on delivery (practice_id, message) where message is not null;
