-- SPDX-License-Identifier: Apache-2.0
-- Of a service: somebody said that it is no first access. Null, with first_access: nobody did, as on all
-- recipes before this column (they went as no first access, whether or not somebody meant it).
alter table recipe_line add column other_access boolean;
