-- SPDX-License-Identifier: Apache-2.0
-- The exemption that a recipe was issued under, where it is not that of its prescription. Empty: none.
alter table recipe add column exemption text;
