-- SPDX-License-Identifier: Apache-2.0
-- What a white recipe says of its doctor: a whole address, and the number in the register.
alter table doctor
  add column postal_code     text not null default '',
  add column municipality    text not null default '',
  add column province        text not null default '',
  add column register_number text not null default '';
