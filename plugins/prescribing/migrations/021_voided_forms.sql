-- SPDX-License-Identifier: Apache-2.0
-- Red forms that were asked to be void: each once, whatever the ministry says to it.
create table voided_form (
  practice_id text not null,
  code        text not null,
  primary key (practice_id, code)
);
