-- SPDX-License-Identifier: Apache-2.0
-- The channel asks a person whether the service has the recipe: under its number, or (where it has none)
-- under any.
alter table recipe add column undecided boolean not null default false;
