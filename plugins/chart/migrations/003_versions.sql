-- SPDX-License-Identifier: Apache-2.0
-- Two windows may have one record open: who saves must have read its newest version.
alter table allergy add column version bigint not null default 1;
alter table problem add column version bigint not null default 1;
alter table therapy add column version bigint not null default 1;
