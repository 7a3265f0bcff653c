-- SPDX-License-Identifier: Apache-2.0
-- What keeps no order is found without reading all that queues.
create index outbox_unordered on outbox (practice_id, position)
  where kind = 'document' or standing <> 'queued';
