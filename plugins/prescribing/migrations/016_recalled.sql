-- SPDX-License-Identifier: Apache-2.0
-- A recipe of which nobody knows yet whether the service has it, and which somebody wishes taken back:
-- whose wish it is. From then on it is never sent, only asked after and annulled.
alter table outbox add column recalled_by uuid;
