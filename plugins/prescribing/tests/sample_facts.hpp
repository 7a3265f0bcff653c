// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "facts.hpp"

namespace curante::prescribing::sample {

inline const Id patient_id{"11111111-1111-4111-8111-111111111111"};
inline const Id doctor_id{"22222222-2222-4222-8222-222222222222"};
inline const Id substitute_id{"33333333-3333-4333-8333-333333333333"};

/// Three packs with valid check digits: amoxicillin, aspirin, an inhaler.
inline formulary::Drug amoxicillin() {
  formulary::Drug drug;
  drug.aic = Aic("023097090");
  drug.name = "ZIMOX";
  drug.pack = "1 g compresse, 12 compresse";
  drug.active_substance = "amoxicillina";
  drug.form = "compresse";
  drug.units = 12;
  drug.atc = "J01CA04";
  drug.group_code = "A5B";
  drug.group_text = "AMOXICILLINA 1000MG 12 UNITA' USO ORALE";
  return drug;
}
inline formulary::Drug aspirin() {
  formulary::Drug drug;
  drug.aic = Aic("024840074");
  drug.name = "CARDIOASPIRIN";
  drug.pack = "100 mg, 30 compresse";
  drug.active_substance = "acido acetilsalicilico";
  drug.form = "compresse gastroresistenti";
  drug.units = 30;
  drug.atc = "B01AC06";
  return drug;
}
inline formulary::Drug ceftriaxone_vial() {
  formulary::Drug drug;
  drug.aic = Aic("035867023");
  drug.name = "CEFTRIAXONE";
  drug.active_substance = "ceftriaxone";
  drug.form = "polvere e solvente per soluzione iniettabile";
  drug.units = 1;
  drug.atc = "J01DD04";
  return drug;
}
inline formulary::Drug statin() {
  formulary::Drug drug;
  drug.aic = Aic("036588046");
  drug.name = "TORVAST";
  drug.active_substance = "atorvastatina";
  drug.form = "compresse";
  drug.units = 30;
  drug.atc = "C10AA05";
  drug.notes = {{"13", "ipercolesterolemia"}};
  return drug;
}

/// An ECG, a blood test, a cycle of physiotherapy.
inline std::optional<terminology::OutpatientService> service(const std::string& code) {
  terminology::OutpatientService it;
  it.code = code;
  if (code == "89.52") {
    it.text = "Elettrocardiogramma";
    it.branches = {"02"};
    it.priority_required = true;
    it.catalogue_code = "L8952";
  } else if (code == "90.62.2") {
    it.text = "Emocromo";
    it.branches = {"11"};
  } else if (code == "93.11.1") {
    it.text = "Rieducazione motoria individuale";
    it.branches = {"12"};
    it.cyclic = true;
  } else {
    return std::nullopt;
  }
  return it;
}

inline Facts facts() {
  Facts facts;
  facts.today = Date::parse("2026-11-23");
  facts.region = "120";
  facts.doctor_phone = "06 1234567";
  facts.doctor_address = "VIA LARGA 2 ROMA";
  facts.doctor_register = "RM 12345";
  facts.doctor_known = true;
  facts.draft.id = Id("aaaaaaaa-0000-4000-8000-000000000001");
  facts.draft.patient = patient_id;
  chart::Patient& patient = facts.chart.patient;
  patient.id = patient_id;
  patient.doctor = doctor_id;
  patient.fiscal_code = FiscalCode("PNIMRA70A01H501P");
  patient.last_name = "PINI";
  patient.first_name = "MARIO";
  patient.address = {"VIA ROMA 1", "00100", "ROMA", "RM"};
  patient.asl_code = "201";
  patient.exemptions = {{"013", std::nullopt, std::nullopt},
                        {"E01", std::nullopt, Date::parse("2026-03-31")}};
  return facts;
}

inline void add(Facts& facts, const formulary::Drug& drug, int32_t quantity = 1) {
  DraftLine line;
  line.aic = drug.aic.value();
  line.quantity = quantity;
  facts.draft.lines.push_back(line);
  facts.drugs.push_back({drug, std::nullopt});
}

}  // namespace curante::prescribing::sample
