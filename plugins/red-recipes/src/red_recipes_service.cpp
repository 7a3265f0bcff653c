// SPDX-License-Identifier: Apache-2.0
#include "red_recipes_service.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace curante::red_recipes {
namespace {

/// A plugin's own work, behind no user, is what a doctor has decided.
bool acts_as(const CallContext& context, const Id& account) {
  return context.user().empty() || context.user() == account.value();
}

}  // namespace

RedRecipesService::RedRecipesService(const Surroundings& surroundings, postgres::Pool& pool,
                                     FileStore& files, RestoreWatch& restores, Rules rules,
                                     std::function<void()> wake)
    : surroundings_(surroundings),
      blocks_(pool, rules.parity),
      forms_(pool, surroundings),
      listing_(pool, surroundings),
      changes_(pool, surroundings),
      printing_(surroundings, blocks_, forms_, restores),
      files_(files),
      restores_(restores),
      rules_(rules),
      wake_(std::move(wake)) {}

/// Whose pads and printers: those of the doctor that is named, else of who asks, who must be one.
accounts::Doctor RedRecipesService::owner(const CallContext& context, const Id& doctor) const {
  return surroundings_.doctor(context, doctor.empty() ? Id(context.user()) : doctor);
}

std::string RedRecipesService::usual_start(const CallContext& context,
                                           const accounts::Doctor& doctor) const {
  if (doctor.region_code.empty()) return "";
  return doctor.region_code + today(context).iso().substr(2, 2);
}

Block RedRecipesService::described(const CallContext& context, const accounts::Doctor& doctor,
                                   Block block) const {
  block.one_by_one = rules_.parity == ParityRule::none;
  block.usual_start = usual_start(context, doctor);
  return block;
}

/// No parity covers region and year. A pad of last year, or one that was got elsewhere, is rare and
/// sound: a person says that it is one.
void RedRecipesService::demand_usual(const CallContext& context, const SetBlock& call,
                                     const accounts::Doctor& doctor) {
  const std::string usual = usual_start(context, doctor);
  const std::string start = FormCode::parse(call.first_code, rules_.parity).start();
  if (call.confirmed || usual.empty() || start == usual) return;
  const auto blocks = blocks_.list(context.practice(), doctor.account, context.station());
  const auto into = std::find_if(blocks.begin(), blocks.end(), [&](const Block& block) {
    return block.printer.name == call.printer;
  });
  // Of the pad before it was asked already; without a printer there is another thing to say.
  if (into == blocks.end() || into->first_code.starts_with(start)) return;
  throw Error("block-unusual",
              fmt::format("il codice comincia con regione {} e anno {}; la regione del medico è {} "
                          "e l'anno è {}",
                          start.substr(0, 3), start.substr(3), usual.substr(0, 3), usual.substr(3)),
              "ricontrollare le prime cinque cifre sul foglio; se stanno così, confermare");
}

/// A form is who wrote the recipe's, and the doctor's whose pad it was taken from.
void RedRecipesService::demand_own(const CallContext& context, const Id& recipe) {
  const NewForm form = forms_.given(context.practice(), recipe);
  if (acts_as(context, form.account) || acts_as(context, form.doctor)) return;
  throw Error("red-form-not-yours", "questa ricetta rossa è di un altro medico",
              "chiedere a chi l'ha prescritta, o al medico del blocchetto, di annullarla, "
              "ristamparla o inviarla di nuovo");
}

void RedRecipesService::tell(const CallContext& context, const std::vector<Form>& forms) const {
  for (const Form& form : forms) {
    surroundings_.tell(context, {form.recipe, form.patient, form.state});
  }
}

Form RedRecipesService::told(const CallContext& context, Form form) const {
  surroundings_.tell(context, {form.recipe, form.patient, form.state});
  wake_();
  return form;
}

Printer RedRecipesService::on(const CallContext& context, const SavePrinter& call) {
  Printer printer = call.printer;
  printer.doctor = owner(context, printer.doctor).account;
  return blocks_.save(context.practice(), printer, context.station());
}

Block RedRecipesService::on(const CallContext& context, const SetBlock& call) {
  SetBlock set = call;
  const accounts::Doctor doctor = owner(context, call.doctor);
  set.doctor = doctor.account;
  demand_usual(context, set, doctor);
  restores_.look();  // what the pad before has used is noted before it goes
  return described(context, doctor,
                   blocks_.set(context.practice(), set, surroundings_.now(context).now));
}

BlockList RedRecipesService::on(const CallContext& context, const ListBlocks& call) {
  const accounts::Doctor doctor = owner(context, call.doctor);
  BlockList list;
  for (Block& block : blocks_.list(context.practice(), doctor.account, context.station())) {
    list.blocks.push_back(described(context, doctor, std::move(block)));
  }
  return list;
}

Form RedRecipesService::on(const CallContext& context, const Print& call) {
  return told(context, printing_.print(context, call));
}

Form RedRecipesService::on(const CallContext& context, const GetForm& call) {
  if (auto form = forms_.find(context.practice(), call.recipe)) return *form;
  throw unknown_form();
}

Form RedRecipesService::on(const CallContext& context, const Reprint& call) {
  demand_own(context, call.recipe);
  return told(context, printing_.reprint(context, call));
}

Form RedRecipesService::on(const CallContext& context, const Cancel& call) {
  demand_own(context, call.recipe);
  return told(context, forms_.cancel(context.practice(), call.recipe, call.code));
}

Form RedRecipesService::on(const CallContext& context, const Confirm& call) {
  demand_own(context, call.recipe);
  return told(context, forms_.confirm(context.practice(), call.recipe));
}

Form RedRecipesService::on(const CallContext& context, const SendAgain& call) {
  demand_own(context, call.recipe);
  return told(context, forms_.send_again(context.practice(), call.recipe, call.code));
}

Form RedRecipesService::on(const CallContext& context, const SettleForm& call) {
  demand_own(context, call.recipe);
  Finding finding;
  finding.at = surroundings_.now(context).now;
  finding.there = call.there;
  if (const Id user(context.user()); !user.empty()) {
    const accounts::Doctor doctor = surroundings_.doctor(context, user);
    finding.by = user;
    finding.by_name = doctor.last_name + " " + doctor.first_name;
  }
  return told(context, forms_.settle(context.practice(), call.recipe, call.code, finding));
}

PrintedForms RedRecipesService::on(const CallContext& context, const NotePrinted& call) {
  return {forms_.note_printed(context.practice(), call.recipes, surroundings_.now(context).now)};
}

ChangeList RedRecipesService::on(const CallContext& context, const ListChanges& call) {
  return changes_.list(context.practice(), call);
}

FormList RedRecipesService::on(const CallContext& context, const ListForms& call) {
  return listing_.forms(context.practice(), call, today(context));
}

SentFileList RedRecipesService::on(const CallContext& context, const ListFiles& call) {
  return listing_.files(context.practice(), call, today(context));
}

SentFileList RedRecipesService::on(const CallContext& context, const AskNow& call) {
  files_.hurry(call.protocol);
  wake_();
  return listing_.open_files(context.practice(), call.protocol);
}

SentFile RedRecipesService::on(const CallContext& context, const SettleFile& call) {
  // Only with that account's access can the ministry's site be looked at.
  if (!acts_as(context, files_.account_of(call.file_name))) {
    throw Error("red-file-not-yours", "questo invio è stato fatto con l'accesso di un altro medico",
                "chiedere a lui di verificarlo sul sito Sistema TS e di indicarne l'esito");
  }
  Settled settled = files_.settle(call.file_name, call.protocol);
  tell(context, settled.forms);
  wake_();
  return std::move(settled.file);
}

Blob RedRecipesService::on(const CallContext& context, const ExportForms& call) {
  const Date day = today(context);
  Blob blob;
  blob.media_type = "text/csv";
  const std::string days = call.of.from.value_or(day).iso() + "-" + call.of.to.value_or(day).iso();
  blob.file_name = "ricette-rosse-" + (call.of.open ? "da-sistemare-" + day.iso() : days) + ".csv";
  blob.content = listing_.as_csv(context.practice(), call.of, day);
  blob.size = static_cast<int64_t>(blob.content.size());
  return blob;
}

Review RedRecipesService::on(const CallContext& context, const NeedsReview&) {
  Review review = listing_.review(context.practice(), today(context));
  review.offer = review.offer && rules_.offer_review;
  return review;
}

}  // namespace curante::red_recipes
