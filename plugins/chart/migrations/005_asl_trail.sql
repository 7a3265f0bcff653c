-- SPDX-License-Identifier: Apache-2.0
-- Whom a replacement of ASL codes changed and the audit was not told of yet: written with the change
-- itself, so that neither is lost without the other, and removed once it was told. No patient is
-- referred to: what was done to one who is erased since belongs into the audit all the same.
create table asl_untold (
  practice_id text not null,
  action      text not null,
  patient     uuid not null,
  user_id     text not null,
  user_name   text not null,
  role        text not null,
  primary key (practice_id, action, patient)
);
