// SPDX-License-Identifier: Apache-2.0
#include "delivery_modes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace curante::prescribing {

using recipe_transmitter::RecipeKind;

namespace {

constexpr const char* print = "print";

struct Word {
  const char* mode;
  const char* italian;
};
constexpr Word words[] = {{print, "stampa"},
                          {"none", "solo dematerializzata"},
                          {"sms-number", "numero per SMS"},
                          {"mail-number", "numero per e-mail"},
                          {"mail-memo", "promemoria per e-mail"}};

bool known(const std::string& mode) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](const Word& word) { return mode == word.mode; });
}

std::string in_italian(const std::string& mode) {
  for (const Word& word : words) {
    if (mode == word.mode) return word.italian;
  }
  return mode;
}

std::vector<std::string> modes_of(const std::string& setting) {
  std::vector<std::string> modes;
  std::string word;
  for (const char c : setting + ",") {
    if (c == ' ') continue;
    if (c != ',') {
      word += c;
      continue;
    }
    if (word.empty()) continue;
    if (!known(word)) {
      throw Error("delivery-mode-unknown", fmt::format("«{}» is no way to deliver a recipe", word),
                  "correct the settings delivery_ssn and delivery_white: print, none, sms-number, "
                  "mail-number, mail-memo");
    }
    modes.push_back(word);
    word.clear();
  }
  if (modes.empty()) modes.push_back(print);
  return modes;
}

const DeliveryChoice* find(const std::vector<DeliveryChoice>& choices, const std::string& mode) {
  const auto found = std::find_if(choices.begin(), choices.end(),
                                  [&](const DeliveryChoice& it) { return it.mode == mode; });
  return found == choices.end() ? nullptr : &*found;
}

/// It goes by hand, or where a person has checked.
bool needs_no_look(const DeliveryChoice& it) {
  return (it.address.empty() || it.confirmed) &&
         (it.password_address.empty() || it.password_confirmed);
}

[[noreturn]] void not_allowed(const std::string& allowed) {
  throw Error("delivery-not-allowed", "la ricetta non si può consegnare in questo modo",
              "scegliere fra: " + allowed);
}

void add_name(std::string& list, const std::string& mode) {
  list += (list.empty() ? "" : ", ") + in_italian(mode);
}

/// What `all` and `one` allow together; the order is that of `all`.
void intersect(std::vector<DeliveryChoice>& all, const std::vector<DeliveryChoice>& one) {
  for (DeliveryChoice& it : all) {
    const DeliveryChoice* other = find(one, it.mode);
    if (other != nullptr && other->offered) continue;
    if (it.offered || it.reason.empty()) {
      it.reason =
          other != nullptr ? other->reason : "non prevista per tutte le ricette della bozza";
    }
    it.offered = false;
  }
}

}  // namespace

bool by_hand(const std::string& mode) {
  return mode == print || mode == "none";
}

DeliveryModes::DeliveryModes(const std::string& ssn, const std::string& white)
    : ssn_(modes_of(ssn)), white_(modes_of(white)) {}

const std::vector<std::string>& DeliveryModes::list_of(RecipeKind kind) const {
  return kind == RecipeKind::white ? white_ : ssn_;
}

bool DeliveryModes::reach_far() const {
  const auto far = [](const std::string& mode) { return !by_hand(mode); };
  return std::any_of(ssn_.begin(), ssn_.end(), far) ||
         std::any_of(white_.begin(), white_.end(), far);
}

std::vector<DeliveryChoice> DeliveryModes::choices(RecipeKind kind, const Reach& reach) const {
  std::vector<DeliveryChoice> all;
  for (const std::string& mode : list_of(kind)) {
    DeliveryChoice& it = all.emplace_back();
    it.mode = mode;
    if (!by_hand(mode)) {
      const bool sms = mode == "sms-number";
      const Reach::Way& way = sms ? reach.sms : reach.mail;
      it.reason = way.problem;
      it.address = way.address;
      it.confirmed = way.confirmed;
      if (mode == "mail-memo") {
        const Reach::Way password = reach.password();
        it.password_address = password.address;
        it.password_confirmed = password.confirmed;
      }
      if (sms && kind == RecipeKind::services) it.reason = "gli SMS valgono solo per i farmaci";
    }
    it.offered = it.reason.empty();
  }
  return all;
}

void DeliveryModes::demand_known(const std::string& mode) const {
  std::vector<std::string> all = ssn_;
  all.insert(all.end(), white_.begin(), white_.end());
  if (std::find(all.begin(), all.end(), mode) != all.end()) return;
  std::string allowed;
  for (const std::string& it : ssn_) add_name(allowed, it);
  not_allowed(allowed);
}

void DeliveryModes::tell(Assessment& assessment, const Reach& reach,
                         const std::string& usual) const {
  bool first = true;
  for (PlannedRecipe& planned : assessment.recipes) {
    if (!planned.electronic) {
      planned.deliveries = {print};
      continue;
    }
    auto these = choices(planned.kind, reach);
    // One that this kind has not changes nothing.
    std::stable_partition(these.begin(), these.end(),
                          [&](const DeliveryChoice& it) { return it.mode == usual; });
    planned.deliveries.clear();
    for (const DeliveryChoice& it : these) {
      if (it.offered) planned.deliveries.push_back(it.mode);
    }
    if (first) {
      assessment.deliveries = these;
    } else {
      intersect(assessment.deliveries, these);
    }
    first = false;
  }
  assessment.usual_delivery = usual;
}

void DeliveryModes::demand_allowed(const Draft& draft, const std::vector<PlannedRecipe>& plan) {
  if (draft.delivery.empty()) return;
  for (const PlannedRecipe& planned : plan) {
    const auto& modes = planned.deliveries;
    // One draft may become recipes of several kinds: what stands on paper anyway is printed.
    if (!planned.electronic) continue;
    if (std::find(modes.begin(), modes.end(), draft.delivery) != modes.end()) continue;
    std::string allowed;
    for (const std::string& mode : modes) add_name(allowed, mode);
    not_allowed(allowed);
  }
}

std::string DeliveryModes::demand_open(const std::string& mode,
                                       const std::vector<DeliveryChoice>& choices) {
  const DeliveryChoice* choice = find(choices, mode);
  if (choice == nullptr || !choice->offered) {
    std::string allowed;
    for (const DeliveryChoice& it : choices) {
      if (it.offered) add_name(allowed, it.mode);
    }
    not_allowed(allowed);
  }
  if (needs_no_look(*choice)) return destination(choice->address, choice->password_address);
  throw Error(
      "delivery-address-unconfirmed",
      choice->address.empty() || choice->confirmed
          ? "al cellulare a cui va la password non è mai stato inviato nulla: va controllato "
            "con il paziente"
          : "a questo recapito non è mai stato inviato nulla: va controllato con il paziente",
      "ricontrollare numero o e-mail con il paziente e confermare, o consegnare in altro modo");
}

std::string DeliveryModes::chosen(const Draft& draft, const PlannedRecipe& planned,
                                  const Assessment& assessment) {
  if (!planned.electronic) return print;
  if (!draft.delivery.empty()) return draft.delivery;
  for (const std::string& mode : planned.deliveries) {
    const DeliveryChoice* choice = find(assessment.deliveries, mode);
    if (by_hand(mode) || (choice != nullptr && needs_no_look(*choice))) return mode;
  }
  return print;
}

}  // namespace curante::prescribing
