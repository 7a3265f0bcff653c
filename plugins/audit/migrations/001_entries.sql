-- SPDX-License-Identifier: Apache-2.0
-- The log of accesses. Each entry's hash covers the one before it, so that a change, a removal or
-- an insertion made behind the triggers' back is found (`curante audit verify`).
create table entry (
  practice_id text   not null,
  number      bigint not null,
  at_ms       bigint not null,
  user_id     text   not null,
  user_name   text   not null,
  role        text   not null,
  station     text   not null,
  plugin      text   not null,
  action      text   not null,
  patient     text   not null,
  outcome     text   not null,
  trace       text   not null,
  hash        bytea  not null,
  primary key (practice_id, number)
);
create index entry_patient on entry (practice_id, patient, number desc) where patient <> '';
create index entry_user on entry (practice_id, user_id, number desc);

-- The end of each practice's chain; its row is the lock under which the chain grows.
create table chain (
  practice_id text   primary key,
  number      bigint not null,
  hash        bytea  not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the log of accesses is append-only' using errcode = 'insufficient_privilege';
end
$$;
create trigger entry_is_append_only before update or delete on entry
  for each row execute function refuse_change();
create trigger entry_is_not_truncated before truncate on entry
  for each statement execute function refuse_change();
