// SPDX-License-Identifier: Apache-2.0
#include "printing.hpp"

#include "rules/clock_behind.hpp"
#include "rules/patient_identity.hpp"

namespace curante::red_recipes {
namespace {

constexpr size_t most_lines = 8;

void demand_printable(const CallContext& context, const Print& call) {
  const std::string open = context.patient();
  if (!open.empty() && open != call.patient.value()) {
    throw Error("patient-mismatch", "la ricetta è di un paziente, la cartella aperta di un altro",
                "riaprire la scheda del paziente giusto e ripetere l'operazione");
  }
  // A plugin's own work, behind no user, is what a doctor has issued.
  if (!context.user().empty() && !context.may("prescription.issue")) {
    throw Error("red-not-allowed", "una ricetta rossa la stampa solo chi la può firmare",
                "prepararla per il medico: si stampa quando la approva");
  }
  const size_t lines = call.recipe.lines.size();
  const bool whole = !call.recipe.id.empty() && !call.patient.empty() &&
                     recipe_transmitter::patient_named(call.recipe) && lines > 0 &&
                     lines <= most_lines;
  if (whole) return;
  // Looked at before a number is taken: no form may be spent on what cannot be printed.
  throw Error("red-form-incomplete",
              "alla ricetta rossa servono il codice dell'assistito, o di chi è assicurato "
              "all'estero i dati della tessera, e da una a otto righe",
              "completare l'anagrafica o i dati esteri, o dividere la prescrizione in più ricette");
}

}  // namespace

NewForm Printing::prepare(const CallContext& context, const Print& call) const {
  const auto& recipe = call.recipe;
  NewForm form;
  form.recipe = recipe.id;
  form.patient = call.patient;
  form.doctor = recipe.holder.account;
  form.account = recipe.account;
  form.printer =
      blocks_.printer(context.practice(), form.doctor, call.printer, context.station()).name;
  form.patient_name = recipe.patient.full_name;
  form.fiscal_code = recipe.patient.fiscal_code;
  form.payload = surroundings_.to_text(recipe);
  return form;
}

Form Printing::print(const CallContext& context, const Print& call) {
  demand_printable(context, call);
  const std::string practice = context.practice();
  if (const auto found = forms_.find(practice, call.recipe.id)) {
    if (is_void(found->state)) throw void_form();
    return finish(context, *found, forms_.given(practice, call.recipe.id));
  }
  const NewForm form = prepare(context, call);
  return finish(context, numbered(context, form, ""), form);
}

void Printing::demand_right_clock(const CallContext& context) const {
  const auto standing = surroundings_.clock_standing(context);
  if (!standing || !clock::is_wrong(*standing)) return;
  throw Error("clock-behind", clock::wrong_text(*standing),
              clock::wrong_remedy("allora ripetere la stampa; nessun foglio è stato usato"));
}

/// In a database that came back no pad is open any more: then there is no number to take.
Form Printing::numbered(const CallContext& context, const NewForm& form,
                        const std::string& spoilt_code) {
  demand_right_clock(context);
  try {
    restores_.look();
  } catch (const Error& e) {
    if (e.code() != "ledger-file") throw;
    // By this code who asks knows that no number was taken.
    throw Error("red-ledger-file", e.message(), e.remedy());
  }
  return forms_.add(context.practice(), form, spoilt_code, surroundings_.now(context).now,
                    [this](pqxx::transaction_base& tx) { restores_.demand_current(tx); });
}

Form Printing::finish(const CallContext& context, const Form& form, const NewForm& given) {
  if (!form.document.empty()) return form;
  try {
    return drawn(context, form, given);
  } catch (const Error& e) {
    // The number is taken: who asks must not believe that no form was used.
    throw Error("red-form-unfinished", e.message(),
                "riprovare: il numero della ricetta è già preso, e resta suo. " + e.remedy());
  }
}

Form Printing::drawn(const CallContext& context, const Form& form, const NewForm& given) {
  // Its number stands outside the database before anybody sees it.
  if (restores_.look()) {
    throw Error("red-restored", "il database è stato ripristinato da una copia",
                "controllare che nessun altro foglio stampato abbia il codice " + form.code);
  }
  const Printer printer =
      blocks_.printer(context.practice(), form.doctor, form.printer, context.station());
  documents::MakeRedForm request;
  request.patient = form.patient;
  request.recipe = surroundings_.recipe_of(given.payload);
  request.code = form.code;
  request.place.left_mm = printer.left_mm;
  request.place.top_mm = printer.top_mm;
  request.place.a4 = printer.a4;
  request.place.upright = printer.upright;
  request.place.barcodes = printer.barcodes;
  request.place.bold = printer.bold;
  return forms_.printed(context.practice(), form.code,
                        surroundings_.make_form(context, request).id);
}

Form Printing::reprint(const CallContext& context, const Reprint& call) {
  const std::string practice = context.practice();
  NewForm given = forms_.given(practice, call.recipe);
  const auto before = forms_.find(practice, call.recipe);
  if (before && is_void(before->state)) throw void_form();
  given.state = State::queued;
  return finish(context, numbered(context, given, call.spoilt_code), given);
}

}  // namespace curante::red_recipes
