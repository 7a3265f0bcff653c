-- SPDX-License-Identifier: Apache-2.0
-- An earlier release took a service for a cycle by its text alone, and kept that with what it
-- imported. Sessions are of branch 12, the nomenclature's chapter 93: of others the SAC refuses them.
update outpatient_service set cyclic = false where cyclic and code not like '93.%';
