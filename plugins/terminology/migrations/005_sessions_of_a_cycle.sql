-- SPDX-License-Identifier: Apache-2.0
-- The most sessions that one cycle has; null where nobody says. The published nomenclature says it in its
-- texts, also in those that an earlier release imported.

alter table outpatient_service add column cycle_sessions smallint check (cycle_sessions > 0);
alter table service_detail add column cycle_sessions smallint check (cycle_sessions > 0);
alter table imported_service_detail add column cycle_sessions smallint check (cycle_sessions > 0);
update outpatient_service set cycle_sessions = nullif(
    substring(text_key from 'ciclo (?:fino a|massimo di|massimo|di) ([0-9]{1,2}) sedut')::smallint, 0)
  where cyclic;
