// SPDX-License-Identifier: Apache-2.0
#include "printing.hpp"

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

StaffPrints staff_prints(const std::string& name) {
  if (name == "no") return StaffPrints::no;
  if (name == "direct") return StaffPrints::direct;
  if (name == "doctor") return StaffPrints::doctor;
  throw Error("setting-invalid", "the setting «staff_prints» is " + name,
              "set it to no, direct or doctor");
}

/// A plugin's own work, behind no user, is what a doctor has issued.
bool Printing::is_staff(const CallContext& context) const {
  return !context.user().empty() && !context.may("prescription.issue");
}

NewForm Printing::prepare(const CallContext& context, const Print& call) const {
  const auto& recipe = call.recipe;
  NewForm form;
  form.recipe = recipe.id;
  form.patient = call.patient;
  form.doctor = recipe.holder.account;
  form.account = recipe.account;
  form.printer = blocks_.printer(context.practice(), form.doctor, call.printer).name;
  form.patient_name = recipe.patient.full_name;
  form.fiscal_code = recipe.patient.fiscal_code;
  form.payload = surroundings_.to_text(recipe);
  return form;
}

Form Printing::print(const CallContext& context, const Print& call) {
  demand_printable(context, call);
  const std::string practice = context.practice();
  const auto before = forms_.aside(practice, call.recipe.id);
  if (before && before->form.state == State::cancelled) throw void_form();
  if (const auto found = forms_.find(practice, call.recipe.id)) {
    if (found->state == State::cancelled || found->state == State::cancelling) throw void_form();
    return finish(context, *found, forms_.given(practice, call.recipe.id));
  }
  NewForm form = prepare(context, call);
  const Instant at = surroundings_.now(context).now;
  if (is_staff(context)) {
    if (staff_ == StaffPrints::no) {
      throw Error("red-not-allowed", "in questo studio le ricette rosse le stampa solo il medico",
                  "chiedere al medico di stamparla (impostazione «staff_prints»)");
    }
    form.state = State::unconfirmed;
    if (staff_ == StaffPrints::doctor) {
      forms_.put_aside(practice, form, at);
      return forms_.aside(practice, form.recipe).value().form;
    }
  }
  return finish(context, forms_.add(practice, form, "", at), form);
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
  const Printer printer = blocks_.printer(context.practice(), form.doctor, form.printer);
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
  if (before && (before->state == State::cancelled || before->state == State::cancelling)) {
    throw void_form();
  }
  given.state = State::queued;
  return finish(context,
                forms_.add(practice, given, call.spoilt_code, surroundings_.now(context).now),
                given);
}

Form Printing::confirm(const CallContext& context, const Confirm& call) {
  const std::string practice = context.practice();
  if (const auto aside = forms_.aside(practice, call.recipe)) {
    Print print;
    print.patient = aside->form.patient;
    print.recipe = aside->recipe;
    print.printer = aside->form.printer;
    return Printing::print(context, print);
  }
  return forms_.confirm(practice, call.recipe);
}

}  // namespace curante::red_recipes
