-- SPDX-License-Identifier: Apache-2.0
-- A cancellation waits for the protocol of its recipe. Releases before 008 queued it also where no file
-- of ours can bring one, and there it would wait for ever: what every file with it was refused was never
-- taken and is cancelled; of what no file is known a person looks, as since 008.
with stuck as (
  select f.practice_id, f.code,
    exists (select 1 from entry i where i.practice_id = f.practice_id and i.code = f.code
      and not i.cancels) as never_taken
  from form f where f.state = 'cancelling'
    and not exists (select 1 from entry i left join batch t on t.practice_id = i.practice_id
      and t.number = i.batch where i.practice_id = f.practice_id and i.code = f.code
      and not i.cancels and coalesce(t.state, '') <> 'refused')
    and not exists (select 1 from entry c where c.practice_id = f.practice_id and c.code = f.code
      and c.cancels and c.batch is not null)),
gone as (
  delete from entry e using stuck s where e.practice_id = s.practice_id and e.code = s.code
    and e.cancels)
update form f set state = case when s.never_taken then 'cancelled' else 'not_cancelled' end,
  problem = case when s.never_taken then '' else
    'non si conosce l''invio con cui questa ricetta è arrivata, e l''annullamento non può essere '
    'comunicato: cercarla sul sito Sistema TS e, se c''è, annullarla lì; poi indicare qui che non '
    'c''è più' end
from stuck s where f.practice_id = s.practice_id and f.code = s.code;
