-- SPDX-License-Identifier: Apache-2.0
-- Found by this room's file alone, and not told by the transmitter: other rooms hear of it from here. Of
-- what was found before nobody asked this room, and what it concerned is settled.
alter table restore add column own boolean not null default false;
