// SPDX-License-Identifier: Apache-2.0
#include "prescribing_service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "last_lines.hpp"
#include "open_recipes.hpp"
#include "signer_store.hpp"
#include "wrong_day.hpp"

namespace curante::prescribing {

void refuse_other_patient(const CallContext& context, const Id& patient) {
  const std::string open = context.patient();
  if (open.empty() || open == patient.value()) return;
  throw Error("patient-mismatch",
              "la prescrizione è di un paziente, la cartella aperta di un altro",
              "chiudere la prescrizione e ricominciarla dalla cartella giusta");
}

namespace {

/// All findings of a kind as one text: "riga 1: …; riga 2: …".
template <class Which, class Text>
std::string listed(const Assessment& assessment, Which&& which, Text&& text) {
  std::string all;
  for (const Finding& finding : assessment.findings) {
    const std::string& part = text(finding);
    if (!which(finding) || part.empty()) continue;
    if (!all.empty()) all += "; ";
    if (finding.line > 0) all += fmt::format("riga {}: ", finding.line);
    all += part;
  }
  return all;
}

[[noreturn]] void refuse(const RuleTable& rules, const Facts& facts, const Assessment& assessment) {
  const auto message = [](const Finding& f) -> const std::string& { return f.text; };
  const auto remedy = [](const Finding& f) -> const std::string& { return f.remedy; };
  const auto quantity = [](const Finding& f) { return f.code == "quantity-out-of-range"; };
  const auto blocks = [](const Finding& f) { return f.severity == Severity::block; };
  const auto open = [&](const Finding& f) {
    return f.severity == Severity::confirm && !overridden(rules, facts, f);
  };
  const auto count = [&](const auto& which) {
    return std::count_if(assessment.findings.begin(), assessment.findings.end(), which);
  };
  if (count(blocks) == 0) {
    throw Error("draft-unconfirmed", listed(assessment, open, message),
                listed(assessment, open, remedy));
  }
  const bool only_quantity = count(blocks) == count(quantity);
  throw Error(only_quantity ? "quantity-out-of-range" : "draft-blocked",
              listed(assessment, blocks, message), listed(assessment, blocks, remedy));
}

RecipeView view_of(const ComposedRecipe& recipe, Instant at) {
  RecipeView view;
  view.id = recipe.sent.id;
  view.state = recipe.first_state();
  view.lines = recipe.lines;
  view.changed = at;
  view.kind = recipe.sent.kind;
  view.priority = recipe.sent.priority;
  view.exemption = recipe.sent.exemption;
  if (recipe.electronic) view.delivery.mode = recipe.delivery;
  return view;
}

Prescription view_of(const NewPrescription& it) {
  const Draft& draft = it.draft;
  Prescription view;
  view.id = draft.id;
  view.patient = draft.patient;
  view.doctor = it.doctor;
  view.author = it.author;
  view.issued = it.issued;
  view.exemption = draft.exemption;
  view.diagnosis_code = draft.diagnosis_code;
  view.diagnosis_text = draft.diagnosis_text;
  for (const ComposedRecipe& recipe : it.recipes) {
    view.recipes.push_back(view_of(recipe, it.issued));
  }
  view.home_visit = draft.home_visit;
  view.obscured = draft.obscured;
  view.suggested = draft.suggested;
  view.patient_kind = draft.patient_kind;
  view.foreign = draft.foreign;
  view.sasn_card = draft.sasn_card;
  view.sasn_company = draft.sasn_company;
  view.on_paper = draft.on_paper;
  view.delivery = draft.delivery;
  view.hospital_stay = draft.hospital_stay;
  return view;
}

}  // namespace

PrescribingService::PrescribingService(const Host& host, const Neighbours& neighbours,
                                       const RuleTable& rules, postgres::Pool& pool, Outbox& outbox,
                                       std::function<void()> wake,
                                       std::function<void()> wake_handover)
    : host_(host),
      neighbours_(neighbours),
      rules_(rules),
      reader_(host, pool),
      writer_(host, pool),
      gatherer_(neighbours, rules, reader_),
      deliveries_(host.setting("delivery_ssn"), host.setting("delivery_white")),
      usual_(pool),
      outbox_(outbox),
      pool_(pool),
      paper_(host, neighbours, pool),
      handovers_(pool, host.background().practice()),
      wake_(std::move(wake)),
      wake_handover_(std::move(wake_handover)) {}

Assessment PrescribingService::on(const CallContext& context, const Assess& call) {
  return assess_for(context, call.draft, Id());
}

Assessment PrescribingService::assess_for(const CallContext& context, const Draft& draft,
                                          const Id& absent) {
  return assessed(context, gatherer_.gather(context, draft, neighbours_.now(context), absent));
}

Assessment PrescribingService::assessed(const CallContext& context, const Facts& facts) const {
  Assessment assessment = assess(rules_, facts);
  const bool far = deliveries_.reach_far();
  deliveries_.tell(assessment, far ? reach_of(neighbours_, context, facts.chart.patient) : Reach(),
                   usual_.of(context));
  return assessment;
}

UsualDelivery PrescribingService::on(const CallContext& context, const SaveUsualDelivery& call) {
  if (!call.mode.empty()) deliveries_.demand_known(call.mode);
  usual_.save(context, call.mode);
  return {call.mode};
}

Prescription PrescribingService::on(const CallContext& context, const Issue& call) {
  return issue(context, call.draft).prescription;
}

PrescribingService::Issued PrescribingService::issue(const CallContext& context, const Draft& draft,
                                                     const Look& look, const Id& absent) {
  if (draft.id.empty()) {
    throw Error("draft-without-id",
                "la bozza non ha un identificativo: non si può inviare una sola volta",
                "riaprire la pagina e ricomporre la prescrizione");
  }
  refuse_other_patient(context, draft.patient);
  if (const auto before = issued_before(context, draft)) {
    // The host that issued it may have died before anybody was woken.
    wake_();
    return {*before, false};
  }
  const bool clock_known = wrong_day::demand_right_clock(neighbours_, context);
  NewPrescription prescription = prepare(context, draft, neighbours_.now(context), look, absent);
  prescription.day_unproven = !clock_known;
  const auto written = write(context, prescription);
  if (written.prepared) neighbours_.tell_prepared(context, *written.prepared);
  if (!written.now) {
    wake_();
    return {issued_before(context, draft).value(), false};
  }
  after_issue(context, prescription);
  wake_();
  if (draft.on_paper) {
    print_on_paper(context, prescription);
    return {reader_.get(context.practice(), draft.id), true};
  }
  return {view_of(prescription), true};
}

PrescriptionWriter::Written PrescribingService::write(const CallContext& context,
                                                      const NewPrescription& it) {
  const auto insert = [&] { return writer_.insert(context.practice(), it); };
  try {
    return insert();
  } catch (const Error& e) {
    // The database went away while it committed. Inserting again writes only what is not there.
    if (e.code() != "outcome-unknown") throw;
    return insert();
  }
}

std::optional<Prescription> PrescribingService::issued_before(const CallContext& context,
                                                              const Draft& draft) {
  switch (writer_.earlier(context.practice(), draft)) {
    case PrescriptionWriter::Earlier::none:
      return std::nullopt;
    case PrescriptionWriter::Earlier::same:
      return reader_.get(context.practice(), draft.id);
    case PrescriptionWriter::Earlier::different:
      break;
  }
  throw Error("draft-already-issued", "questa bozza è già stata inviata, con un altro contenuto",
              "controllare l'elenco delle prescrizioni; per aggiungere altro iniziarne una nuova");
}

NewPrescription PrescribingService::prepare(const CallContext& context, const Draft& asked,
                                            const clock::Reading& now, const Look& look,
                                            const Id& absent) const {
  const Facts facts = gatherer_.gather(context, asked, now, absent);
  const Assessment assessment = assessed(context, facts);
  if (look) look(assessment);
  if (!assessment.can_issue) refuse(rules_, facts, assessment);
  const Draft& draft = facts.draft;
  DeliveryModes::demand_allowed(draft, assessment.recipes);
  if (!draft.delivery.empty() && !assessment.deliveries.empty()) {
    DeliveryModes::demand_open(draft.delivery, assessment.deliveries);
  }
  const Prescriber prescriber = gatherer_.prescriber(context, facts.chart.patient, absent);
  NewPrescription prescription;
  prescription.doctor = prescriber.holder.account;
  prescription.author = prescriber.account;
  prescription.issued = now.now;
  prescription.draft = draft;
  prescription.asked = asked;
  for (const Override& given : draft.overrides) {
    const bool needed = std::any_of(
        assessment.findings.begin(), assessment.findings.end(), [&](const Finding& finding) {
          return finding.severity == Severity::confirm && finding.code == given.code &&
                 finding.line == given.line;
        });
    if (needed) prescription.overrides.push_back(given);
  }
  prescription.recipes = compose(rules_, facts, assessment.recipes, prescriber, now.local_time);
  for (size_t i = 0; i < prescription.recipes.size(); ++i) {
    ComposedRecipe& recipe = prescription.recipes[i];
    recipe.delivery = DeliveryModes::chosen(draft, assessment.recipes[i], assessment);
    recipe.sent.exempt_for_income = rules_.exemption_is("income", recipe.sent.exemption, now.today);
  }
  return prescription;
}

void PrescribingService::after_issue(const CallContext& context,
                                     const NewPrescription& prescription) const {
  const Draft& draft = prescription.draft;
  try {
    for (const Override& given : prescription.overrides) {
      audit::Append entry;
      entry.action = fmt::format("prescribing/1 Override {} line {}: {}", given.code, given.line,
                                 given.reason);
      entry.patient = draft.patient.value();
      entry.outcome = "ok";
      neighbours_.audit(context, entry);
    }
  } catch (const Error& e) {
    // The prescription is issued, and the override is kept with it: failing now would be a lie.
    host_.error(fmt::format("an overridden warning did not reach the audit: {}", e.code()));
  }
  for (const ComposedRecipe& recipe : prescription.recipes) {
    neighbours_.tell(context,
                     {draft.id, recipe.sent.id, draft.patient, recipe.first_state(), Nre(), ""});
  }
}

Prescription PrescribingService::on(const CallContext& context, const Get& call) {
  if (!call.prescription.empty()) return reader_.get(context.practice(), call.prescription);
  return reader_.get(context.practice(),
                     reader_.recipe(context.practice(), call.recipe).prescription);
}

RecipeView PrescribingService::on(const CallContext& context, const Withdraw& call) {
  const auto before = reader_.recipe(context.practice(), call.recipe);
  refuse_other_patient(context, before.patient);
  const Prescription prescription = reader_.get(context.practice(), before.prescription);
  const auto held = before.view.state == State::attention
                        ? paper_.held_from(context.practice(), call.recipe)
                        : std::nullopt;
  // What no service has no service refuses: who prescribed it may have left the practice.
  if (held && (held->empty() || *held == "refused")) {
    demand_concerned(context, before.prescription);
  } else if (!context.user().empty() && context.user() != prescription.author.value()) {
    throw Error("recipe-not-withdrawable",
                "una ricetta la annulla solo il medico che l'ha prescritta",
                "chiedere a chi l'ha prescritta di annullarla (il servizio rifiuta gli altri: "
                "errore 1125)");
  }
  const bool on_red_form = (before.view.state == State::printed || held) &&
                           before.view.kind != recipe_transmitter::RecipeKind::white;
  const bool taken_back =
      on_red_form ? paper_.withdraw(context, call.recipe, prescription.author)
                  : held && paper_.take_back_held(context, call.recipe, prescription.author);
  if (taken_back) {
    neighbours_.tell(context, {before.prescription, call.recipe, before.patient, State::withdrawn,
                               before.view.nre, ""});
    return reader_.recipe(context.practice(), call.recipe).view;
  }
  const Instant at = neighbours_.now(context).now;
  const State state = outbox_.withdraw(call.recipe, prescription.author, at);
  if (state != before.view.state) {
    neighbours_.tell(
        context, {before.prescription, call.recipe, before.patient, state, before.view.nre, ""});
  }
  wake_();
  return reader_.recipe(context.practice(), call.recipe).view;
}

RecipeView PrescribingService::on(const CallContext& context, const Retry& call) {
  const auto before = reader_.recipe(context.practice(), call.recipe);
  refuse_other_patient(context, before.patient);
  const bool goes_on = paper_.was_not_printed(context, call.recipe, before.view.kind) ||
                       outbox_.hurry(call.recipe, neighbours_.now(context).now);
  if (!goes_on) {
    if (before.view.state == State::refused) {
      throw Error("recipe-settled", "la ricetta è stata rifiutata: rinviarla uguale non serve",
                  "correggere quanto indicato nel motivo e prescrivere di nuovo");
    }
    return before.view;
  }
  wake_();
  const auto after = reader_.recipe(context.practice(), call.recipe);
  if (after.view.state != before.view.state) {
    neighbours_.tell(context, {after.prescription, call.recipe, after.patient, after.view.state,
                               after.view.nre, after.view.problem});
  }
  return after.view;
}

PrescriptionList PrescribingService::on(const CallContext& context, const ListForPatient& call) {
  return reader_.of_patient(context.practice(), call);
}

PrescriptionList PrescribingService::on(const CallContext& context, const ListForPeriod& call) {
  return reader_.of_period(context.practice(), call);
}

PrescriptionList PrescribingService::on(const CallContext& context, const ListForDay& call) {
  const Date day = call.day ? *call.day : neighbours_.now(context).today;
  return reader_.of_day(context.practice(), call, day);
}

OpenList PrescribingService::on(const CallContext& context, const ListOpen& call) {
  return reader_.open(context.practice(), call);
}

/// Whom a notice of it reaches settles it, and who stands in for them: nobody else knows whether
/// the patient has what they need.
void PrescribingService::demand_concerned(const CallContext& context, const Id& prescription) {
  if (context.user().empty()) return;
  const Id user(context.user());
  const Prescription it = reader_.get(context.practice(), prescription);
  if (user == it.doctor || user == it.author) return;
  const SignerList list =
      SignerStore(pool_).list(context.practice(), neighbours_.now(context).today);
  for (const Signer& one : list.signers) {
    if (one.doctor == it.doctor && one.signer == user && one.from <= list.today) return;
  }
  throw Error(
      "recipe-of-another", "questa ricetta è di un altro medico",
      "ne decide il suo medico, chi l'ha prescritta o chi oggi firma al suo posto: avvisarne "
      "uno");
}

RecipeView PrescribingService::on(const CallContext& context, const MarkSeen& call) {
  const auto before = reader_.recipe(context.practice(), call.recipe);
  refuse_other_patient(context, before.patient);
  if (call.seen) demand_concerned(context, before.prescription);
  const bool noted = pool_.write([&](pqxx::transaction_base& tx) {
    return open_recipes::mark_seen(tx, context.practice(), call);
  });
  if (!noted) {
    const Instant changed = reader_.recipe(context.practice(), call.recipe).view.changed;
    if (call.changed && *call.changed != changed) {
      throw Error("recipe-changed", "nel frattempo la ricetta è cambiata",
                  "guardare come sta ora, poi segnarla come vista se non c'è altro da fare");
    }
    throw Error("recipe-not-settled", "di questa ricetta l'esito non è ancora definitivo",
                "ricaricare la pagina: si segna come vista una ricetta rifiutata, o di cui è stato "
                "rifiutato l'annullamento");
  }
  const auto after = reader_.recipe(context.practice(), call.recipe);
  neighbours_.tell(context, {after.prescription, call.recipe, after.patient, after.view.state,
                             after.view.nre, after.view.problem});
  return after.view;
}

LastLineList PrescribingService::on(const CallContext& context, const ListLastLines& call) {
  return last_lines(pool_, context.practice(), call);
}

}  // namespace curante::prescribing
