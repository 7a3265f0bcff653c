// SPDX-License-Identifier: Apache-2.0
#include "row_maker.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace curante::studio {

using prescribing::DeliveryState;
using prescribing::RedTrouble;
using prescribing::State;

namespace {

std::string with_problem(std::string text, const std::string& problem) {
  if (problem.starts_with(text)) return problem;  // it says the state itself
  return problem.empty() ? text : text + ": " + problem;
}

const std::string& name_of(const prescribing::Line& line) {
  if (line.kind == prescribing::LineKind::service) return line.service_text;
  return line.drug_text.empty() ? line.group_text : line.drug_text;
}

std::string drugs_of(const prescribing::RecipeView& recipe) {
  std::string text;
  for (const prescribing::Line& line : recipe.lines) {
    if (!text.empty()) text += "; ";
    text += name_of(line);
    if (line.quantity > 1) text += fmt::format(" ×{}", line.quantity);
  }
  return text;
}

/// Red until it has a hand given: what was settled since is only told.
Appearance refused(const prescribing::RecipeView& recipe) {
  if (recipe.needs_hand) return {Colour::red, with_problem("rifiutata", recipe.problem)};
  const char* since = recipe.repeated ? "rifiutata, poi ripetuta" : "rifiutata";
  return {Colour::grey, with_problem(recipe.seen ? "rifiutata (vista)" : since, recipe.problem)};
}

/// Staff, whose letter says most, before the doctor who approved it.
MadeBy made_by(const prescribing::Prescription& it) {
  if (!it.prepared_by.empty()) return MadeBy::staff;
  return it.author == it.doctor ? MadeBy::holder : MadeBy::substitute;
}

/// It may be at the service already, and nobody knows.
bool is_in_doubt(const prescribing::RecipeView& recipe) {
  const bool asked = !recipe.nre.empty() || recipe.undecided;
  return recipe.state == State::checking || (recipe.state == State::attention && asked);
}

}  // namespace

std::string delivery_text(const prescribing::RecipeDelivery& it) {
  switch (it.state) {
    case DeliveryState::none:
      return "";
    case DeliveryState::to_deliver:
      return "da consegnare";
    case DeliveryState::sending:
      return with_problem("in invio al paziente", it.problem);
    case DeliveryState::failed:
      return with_problem("non consegnata", it.problem);
    case DeliveryState::delivered:
      break;
  }
  if (it.mode == "sms-number") return "inviata per SMS";
  return it.mode == "print" ? "stampata" : "inviata per e-mail";
}

bool needs_delivery(const Row& row) {
  return row.delivery.state == DeliveryState::to_deliver ||
         row.delivery.state == DeliveryState::failed;
}

bool is_refused(const Row& row) {
  return row.colour == Colour::red;
}

Appearance appearance(const prescribing::RecipeView& recipe) {
  const std::string& problem = recipe.problem;
  switch (recipe.state) {
    case State::waiting:
      return {Colour::blue, with_problem("in attesa di invio", problem)};
    case State::checking:
      return {Colour::blue, with_problem("esito da verificare", problem)};
    case State::attention:
      return {Colour::amber, with_problem("serve un intervento", problem)};
    case State::accepted:
      // Its withdrawal was refused, or its paper cannot be made: somebody believes otherwise.
      return {problem.empty() || recipe.seen ? Colour::green : Colour::amber,
              with_problem(recipe.seen ? "accettata (vista)" : "accettata", problem)};
    case State::refused:
      return refused(recipe);
    case State::withdrawing:
      return {Colour::blue, with_problem("annullamento in corso", problem)};
    case State::withdrawn: {
      // The ministry still holds its red form for a valid one.
      const bool settled = recipe.red_trouble == RedTrouble::none;
      return {settled ? Colour::grey : Colour::amber, with_problem("annullata", problem)};
    }
    case State::past:
      return {Colour::grey, "del passato"};
    case State::printed:
      if (recipe.red_trouble == RedTrouble::refused) {
        return {Colour::red, with_problem("su carta", problem)};
      }
      return {problem.empty() ? Colour::green : Colour::amber, with_problem("su carta", problem)};
  }
  return {Colour::grey, ""};
}

/// What people know a recipe by. One that went on as red has no other number that counts.
std::string number_of(const prescribing::RecipeView& recipe) {
  if (!recipe.paper_code.empty()) return recipe.paper_code;
  return recipe.nre.empty() ? recipe.white_number : recipe.nre.value();
}

Row row_of(const prescribing::Prescription& prescription, const prescribing::RecipeView& recipe) {
  Row row;
  row.patient.id = prescription.patient;
  row.prescription = prescription.id;
  row.recipe = recipe.id;
  row.at = prescription.issued;
  row.drugs = drugs_of(recipe);
  row.state = recipe.state;
  const Appearance looks = appearance(recipe);
  row.colour = looks.colour;
  row.state_text = looks.text;
  row.nre = recipe.nre;
  row.delivery = recipe.delivery;
  row.delivery_text = delivery_text(recipe.delivery);
  row.can_deliver = recipe.state == State::accepted;
  // Somebody believes that the patient has it.
  if (recipe.delivery.state == DeliveryState::failed) row.colour = Colour::amber;
  row.number = number_of(recipe);
  row.on_red_form = !recipe.paper_code.empty();
  // The paper of a recipe that no pharmacy will dispense is not for handing out.
  if (recipe.state != State::withdrawn) row.document = recipe.document;
  // As in the chart (recipe-state.ts): of one in doubt the wish is kept, and it is annulled as soon
  // as it is known to be there. One on no red form yet can be given up.
  row.can_withdraw = recipe.state == State::accepted || recipe.state == State::waiting ||
                     recipe.state == State::checking || recipe.state == State::attention ||
                     (recipe.state == State::printed && recipe.paper_code.empty() &&
                      recipe.kind != recipe_transmitter::RecipeKind::white);
  row.in_doubt = is_in_doubt(recipe);
  row.can_retry = recipe.state == State::waiting || recipe.state == State::checking ||
                  recipe.state == State::attention || recipe.state == State::withdrawing;
  row.retry_question = recipe.retry_question;
  // What was prescribed again since would be on two papers.
  row.can_go_on_paper = recipe.kind == recipe_transmitter::RecipeKind::white && !recipe.repeated &&
                        (recipe.state == State::waiting || recipe.state == State::refused ||
                         recipe.state == State::attention);
  row.needs_hand = recipe.needs_hand;
  row.seen = recipe.seen;
  const bool outcome_is_final = recipe.state == State::refused ||
                                (recipe.state == State::accepted && !recipe.problem.empty());
  row.can_mark_seen = outcome_is_final && recipe.needs_hand && !recipe.seen;
  row.made_by = made_by(prescription);
  row.preparer = prescription.prepared_by;
  row.changed = recipe.changed;
  return row;
}

void sort(std::vector<Row>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    if (a.needs_hand != b.needs_hand) return a.needs_hand;
    return b.at < a.at;
  });
}

}  // namespace curante::studio
