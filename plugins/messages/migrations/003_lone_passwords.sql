-- SPDX-License-Identifier: Apache-2.0
-- A password that was tried again alone waits for an e-mail that has failed, and would wait for ever.
update message m
set state = 'failed', settled = clock_timestamp(),
  problem = 'il messaggio che questa password apre non è partito'
where m.part = 2 and m.state = 'queued' and exists (select 1 from message f
  where f.practice_id = m.practice_id and f.key = m.key and f.part = 1 and f.state = 'failed');
