-- SPDX-License-Identifier: Apache-2.0
-- The digit of the one form that a run has when no rule computes it: as it stands on the paper. Empty
-- for a run that the manual's rule counts on.
alter table block add column digit text not null default '' check (digit ~ '^[0-9]?$');

-- A form whose cancellation the ministry did not carry out stands by itself: sent again it would be a
-- new recipe.
alter table form drop constraint form_state_check;
alter table form add constraint form_state_check check (state in ('unconfirmed', 'queued', 'sending',
  'sent', 'refused', 'attention', 'cancelling', 'cancelled', 'not_cancelled'));

-- What is not settled is asked for on every page, and is little of all there is.
create index form_open on form (practice_id, printed desc) where state in ('unconfirmed', 'queued',
  'sending', 'refused', 'attention', 'cancelling', 'not_cancelled');

-- Before, it was to be verified like any other; the last word said of it tells. At the end: the table
-- cannot be altered while its triggers wait.
update form f set state = 'not_cancelled' where f.state = 'attention' and (
  select e.cancels from entry e where e.practice_id = f.practice_id and e.code = f.code
    order by e.position desc limit 1);
