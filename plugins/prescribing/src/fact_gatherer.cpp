// SPDX-License-Identifier: Apache-2.0
#include "fact_gatherer.hpp"

#include <algorithm>
#include <iterator>

#include "draft_texts.hpp"
#include "findings.hpp"
#include "substance_history.hpp"

namespace curante::prescribing {

Facts FactGatherer::gather(const CallContext& context, const Draft& asked,
                           const clock::Reading& now, const Id& absent) const {
  Facts facts;
  facts.draft = tidied(asked);
  const Draft& draft = facts.draft;
  facts.today = now.today;
  facts.chart = neighbours_.chart(context, draft.patient);
  tell_doctor(context, absent, facts);
  facts.takes_white = neighbours_.takes_white(context);
  facts.diagnosis_unlisted = diagnosis_unlisted(context, draft.diagnosis_code);
  for (size_t i = 0; i < draft.lines.size(); ++i) {
    const DraftLine& line = draft.lines[i];
    const bool service = line.kind == LineKind::service;
    facts.drugs.push_back(service ? LineDrug() : drug_of(context, line, line_number(i)));
    facts.services.push_back(service ? service_of(context, line, line_number(i)) : LineService());
  }
  const int32_t days = rules_.limit("duplicate-days", circumstances(facts)).value;
  facts.last_year = reader_.recent(context.practice(), draft.patient,
                                   Date{now.today.days - std::max(days, days_in_use_known)});
  const Date since{now.today.days - days};
  std::copy_if(facts.last_year.begin(), facts.last_year.end(), std::back_inserter(facts.recent),
               [&](const RecentLine& it) { return !(it.issued < since); });
  std::vector<std::string> plans;
  for (const DraftLine& line : draft.lines) {
    if (!line.therapeutic_plan.empty()) plans.push_back(line.therapeutic_plan);
  }
  if (!plans.empty()) facts.plans = reader_.plans_since(context.practice(), draft.patient, plans);
  return facts;
}

bool FactGatherer::diagnosis_unlisted(const CallContext& context, const std::string& code) const {
  if (code.empty()) return false;
  try {
    neighbours_.diagnosis(context, {terminology::System::icd9cm, code});
    return false;
  } catch (const Error& e) {
    // Where no table can be asked nothing is known against the code, and nobody prescribes less.
    return e.code() == "code-unknown";
  }
}

LineService FactGatherer::service_of(const CallContext& context, const DraftLine& line,
                                     int32_t number) const {
  LineService found;
  if (line.service_code.empty()) {
    found.problem = Finding{Severity::block,
                            "service-missing",
                            number,
                            "la riga non ha una prestazione",
                            "scegliere la prestazione, o togliere la riga",
                            ""};
    return found;
  }
  try {
    found.service = neighbours_.service(context, {line.service_code, line.catalogue_code});
  } catch (const Error& e) {
    if (e.code() != "code-unknown") throw;
    found.problem =
        Finding{Severity::block, "service-unknown", number, e.message(), e.remedy(), ""};
  }
  return found;
}

LineDrug FactGatherer::drug_of(const CallContext& context, const DraftLine& line,
                               int32_t number) const {
  const auto problem = [&](const Error& e) {
    return Finding{Severity::block, e.code(), number, e.message(), e.remedy(), ""};
  };
  if (line.aic.empty()) {
    return {std::nullopt,
            Finding{Severity::block, "drug-missing", number, "la riga non ha un farmaco",
                    "scegliere il farmaco, o togliere la riga", ""}};
  }
  try {
    return {neighbours_.drug(context, Aic(line.aic)), std::nullopt};
  } catch (const Error& e) {
    const bool about_the_pack = e.code() == "drug-unknown" || e.code().rfind("aic-", 0) == 0;
    if (!about_the_pack) throw;
    return {std::nullopt, problem(e)};
  }
}

void FactGatherer::tell_doctor(const CallContext& context, const Id& absent, Facts& facts) const {
  const bool titolare = context.role() == "titolare" && !context.user().empty() && absent.empty();
  const Id holder = titolare ? Id(context.user()) : facts.chart.patient.doctor;
  const bool signs_for_another = context.role() == "sostituto" || !absent.empty();
  const auto contact = [&](const Id& account) {
    const accounts::Doctor doctor = neighbours_.doctor(context, account);
    if (facts.doctor_phone.empty()) facts.doctor_phone = doctor.phone;
    if (!facts.doctor_known) facts.doctor_register = doctor.register_number;
    facts.doctor_known = true;
    if (facts.doctor_address.empty() && !doctor.address.empty()) {
      facts.doctor_address =
          doctor.address + (doctor.municipality.empty() ? "" : " " + doctor.municipality);
    }
    return doctor;
  };
  // Issuing says so later when one is unknown; the rules of the whole country apply meanwhile.
  const auto unless_unknown = [](auto&& ask) {
    try {
      ask();
    } catch (const Error& e) {
      if (e.code() != "doctor-unknown") throw;
    }
  };
  if (signs_for_another && !context.user().empty()) {
    unless_unknown([&] { contact(Id(context.user())); });
  }
  if (!holder.empty()) {
    unless_unknown([&] { facts.region = contact(holder).region_code; });
  }
}

Prescriber FactGatherer::prescriber(const CallContext& context, const chart::Patient& patient,
                                    const Id& absent) const {
  if (context.user().empty()) {
    throw Error("author-missing", "una ricetta ha bisogno di un medico che la prescriva",
                "accedere come medico titolare o sostituto");
  }
  Prescriber prescriber;
  prescriber.account = Id(context.user());
  const accounts::Doctor author = neighbours_.doctor(context, prescriber.account);
  if (context.role() != "sostituto" && absent.empty()) {
    prescriber.holder = author;
    return prescriber;
  }
  if (patient.doctor.empty()) {
    throw Error(
        "patient-without-doctor",
        "il paziente non è nella lista di nessun titolare: il sostituto non sa per chi firma",
        "indicare in anagrafica il medico del paziente");
  }
  if (!absent.empty() && absent != patient.doctor) {
    throw Error("holder-changed", "l'assistito non è più nella lista del medico assente",
                "ritirarla e prepararla di nuovo per il suo medico di adesso");
  }
  prescriber.holder = neighbours_.doctor(context, patient.doctor);
  prescriber.substitute = author;
  return prescriber;
}

}  // namespace curante::prescribing
