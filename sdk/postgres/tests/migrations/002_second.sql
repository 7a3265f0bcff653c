-- SPDX-License-Identifier: Apache-2.0
alter table parcel add column weight integer not null default 1;
insert into parcel (id, label) values (1, 'first');
