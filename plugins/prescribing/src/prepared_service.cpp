// SPDX-License-Identifier: Apache-2.0
#include "prepared_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "curante/json.hpp"
#include "findings.hpp"

namespace curante::prescribing {
namespace {

/// Staff of the practice who are signed in: it is told who prepared, and who took back.
Id staff(const CallContext& context) {
  if (!context.user().empty()) return Id(context.user());
  throw Error("preparer-missing", "una prescrizione la prepara una persona dello studio",
              "accedere con il proprio nome utente");
}

[[noreturn]] void refuse_settled(const Prepared& it) {
  const char* what = it.state == PreparedState::issued     ? "già approvata e inviata"
                     : it.state == PreparedState::declined ? "già rifiutata"
                                                           : "già ritirata";
  throw Error("prepared-settled", fmt::format("questa prescrizione preparata è {}", what),
              "aggiornare l'elenco");
}

/// As the region's catalogue calls it, where it does: that is what was chosen.
std::string service_text(const terminology::OutpatientService& service) {
  return service.catalogue_text.empty() ? service.text : service.catalogue_text;
}

bool same_content(const Host& host, const Prepared& a, const Prepared& b) {
  return a.preparer == b.preparer && a.note == b.note &&
         to_json(host, a.draft) == to_json(host, b.draft);
}

}  // namespace

Prepared PreparedService::on(const CallContext& context, const Prepare& call) {
  if (call.draft.id.empty()) {
    throw Error("draft-without-id",
                "la bozza non ha un identificativo: non si può preparare una sola volta",
                "riaprire la pagina e ricomporre la prescrizione");
  }
  Prepared it;
  it.preparer = staff(context);
  refuse_other_patient(context, call.draft.patient);
  it.id = call.draft.id;
  it.patient = call.draft.patient;
  it.preparer_name = context.user_name();
  it.note = call.note;
  it.draft = call.draft;
  // Whoever signs answers the warnings.
  it.draft.overrides.clear();
  it.texts = texts_of(context, it.draft);
  it.doctor = doctor_for(context, call);
  it.named = !call.doctor.empty();
  it.at = neighbours_.now(context).now;
  take(it, prescribing_.assess_for(context, it.draft, it.substituted));
  if (store_.put(context.practice(), it)) return told(context, it.id);
  if (const auto before = store_.find(context.practice(), it.id, today(context))) {
    if (same_content(host_, *before, it)) return kept(context, it.id);
    throw Error("draft-already-prepared",
                "questa bozza è già stata preparata, con un altro contenuto",
                "ritirare quella preparata, o iniziarne una nuova");
  }
  throw Error("draft-already-issued", "questa bozza è già stata inviata",
              "controllare l'elenco delle prescrizioni; per aggiungere altro iniziarne una nuova");
}

std::vector<std::string> PreparedService::texts_of(const CallContext& context,
                                                   const Draft& draft) const {
  if (draft.lines.empty()) {
    throw Error("prepared-empty", "la prescrizione è vuota",
                "aggiungere un farmaco o una prestazione");
  }
  std::vector<std::string> texts;
  for (const DraftLine& line : draft.lines) {
    const bool service = line.kind == LineKind::service;
    if ((service ? line.service_code : line.aic).empty()) {
      throw Error("prepared-line-empty", "una riga non ha un farmaco o una prestazione",
                  "completare la riga, o toglierla");
    }
    texts.push_back(service ? service_text(neighbours_.service(
                                  context, {line.service_code, line.catalogue_code}))
                            : drug_text(neighbours_.drug(context, Aic(line.aic))));
  }
  return texts;
}

Id PreparedService::doctor_for(const CallContext& context, const Prepare& call) const {
  Id doctor = call.doctor;
  if (doctor.empty()) doctor = neighbours_.chart(context, call.draft.patient).patient.doctor;
  if (doctor.empty()) {
    throw Error("prepared-without-doctor", "non è indicato quale medico deve approvare",
                "scegliere il medico, o indicarlo nell'anagrafica del paziente");
  }
  return neighbours_.doctor(context, doctor).account;
}

void PreparedService::take(Prepared& it, const Assessment& assessment) const {
  it.findings = assessment.findings;
  it.can_issue = assessment.can_issue;
  it.recipes = static_cast<int32_t>(assessment.recipes.size());
  it.white_lines = assessment.white_lines;
  it.seen = seen(it.findings);
}

void PreparedService::judge(const CallContext& context, Prepared& it) {
  if (it.state != PreparedState::waiting) return;
  try {
    take(it, prescribing_.assess_for(context, it.draft, it.substituted));
  } catch (const Error& e) {
    // The list stays readable: this one says itself why it cannot be judged.
    Assessment none;
    none.findings.push_back({Severity::block, e.code(), 0, e.message(), e.remedy(), ""});
    take(it, none);
  }
}

Prepared PreparedService::kept(const CallContext& context, const Id& id) {
  auto found = store_.find(context.practice(), id, today(context));
  if (!found) {
    throw Error("prepared-unknown", "la prescrizione preparata non esiste",
                "aggiornare l'elenco: può essere stata cancellata");
  }
  found->seen = seen(found->findings);
  return *std::move(found);
}

Prepared PreparedService::on(const CallContext& context, const GetPrepared& call) {
  Prepared it = kept(context, call.id);
  judge(context, it);
  return it;
}

PreparedList PreparedService::on(const CallContext& context, const ListPrepared& call) {
  PreparedList list = store_.list(context.practice(), call, today(context));
  for (Prepared& it : list.prepared) {
    it.seen = seen(it.findings);
    if (call.judged) judge(context, it);
  }
  return list;
}

Prepared PreparedService::on(const CallContext& context, const DeclinePrepared& call) {
  const Prepared before = kept(context, call.id);
  refuse_other_patient(context, before.patient);
  if (context.user() != before.doctor.value()) {
    throw Error("prepared-of-another", "questa prescrizione attende un altro medico",
                "assegnarla prima a sé, o lasciarla a lui");
  }
  const bool blank =
      std::all_of(call.reason.begin(), call.reason.end(), [](unsigned char c) { return c <= ' '; });
  if (blank) {
    throw Error("reason-missing", "manca il motivo del rifiuto",
                "scrivere in poche parole perché: chi l'ha preparata lo legge");
  }
  const Instant now = neighbours_.now(context).now;
  if (store_.settle(context.practice(), call.id, PreparedState::declined, before.doctor, now,
                    call.reason)) {
    return told(context, call.id);
  }
  const Prepared after = kept(context, call.id);
  if (after.state != PreparedState::declined) refuse_settled(after);
  return after;
}

Prepared PreparedService::on(const CallContext& context, const WithdrawPrepared& call) {
  const Id by = staff(context);
  const Prepared before = kept(context, call.id);
  refuse_other_patient(context, before.patient);
  const Instant now = neighbours_.now(context).now;
  if (store_.settle(context.practice(), call.id, PreparedState::withdrawn, by, now, "")) {
    return told(context, call.id);
  }
  const Prepared after = kept(context, call.id);
  if (after.state != PreparedState::withdrawn) refuse_settled(after);
  return after;
}

Prepared PreparedService::on(const CallContext& context, const AssignPrepared& call) {
  const Prepared before = kept(context, call.id);
  refuse_other_patient(context, before.patient);
  const Id doctor = neighbours_.doctor(context, call.doctor).account;
  // Chosen by a person it stays that one's, also when whoever signed for the absent does no more.
  if (before.doctor == doctor && before.named) return before;
  if (!store_.assign(context.practice(), call.id, doctor)) {
    refuse_settled(kept(context, call.id));
  }
  return told(context, call.id);
}

Prepared PreparedService::told(const CallContext& context, const Id& id) {
  const Prepared it = kept(context, id);
  const Id& holder = it.substituted.empty() ? it.doctor : it.substituted;
  neighbours_.tell_prepared(context, {it.id, it.patient, holder, it.preparer, it.state, it.doctor});
  return it;
}

}  // namespace curante::prescribing
