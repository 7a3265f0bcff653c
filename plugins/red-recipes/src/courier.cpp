// SPDX-License-Identifier: Apache-2.0
#include "courier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace curante::red_recipes {
namespace {

using channel::FileState;
using channel::Outcome;

int64_t wait_unreachable_ms(int32_t attempts) {
  constexpr int64_t waits[] = {2'000, 5'000, 15'000, 30'000, 60'000, 300'000};
  const auto last = static_cast<int32_t>(std::size(waits)) - 1;
  return waits[std::clamp(attempts - 1, 0, last)];
}

constexpr const char* looked_for =
    "non si sa se Sistema TS ha ricevuto l'invio: lo si cerca prima di ripeterlo";

}  // namespace

bool Courier::step() {
  const bool gathered = files_.gather(surroundings_.now(host_.background()).now);
  const auto file = files_.claim();
  if (!file) return gathered;
  switch (file->errand) {
    case Errand::send:
      send(*file);
      break;
    case Errand::look_for:
      look_for(*file);
      break;
    case Errand::ask_after:
      ask_after(*file);
      break;
  }
  return true;
}

void Courier::send(const ClaimedFile& file) {
  channel::Upload upload;
  upload.account = file.account;
  upload.file_name = file.file_name;
  upload.entries = files_.entries(file);
  channel::Receipt receipt;
  try {
    receipt = surroundings_.upload(host_.background(), upload);
  } catch (const Error& e) {
    // The channel is not there, or it refused before it sent; whatever else failed may have sent.
    const bool absent = e.code() == "contract-unavailable";
    receipt.outcome = absent                            ? Outcome::unreachable
                      : e.code() == "red-batch-invalid" ? Outcome::refused
                                                        : Outcome::uncertain;
    receipt.text = e.message();
    host_.warning(fmt::format("a file of red recipes was not sent: {}", e.code()));
  }
  bool written = false;
  switch (receipt.outcome) {
    case Outcome::accepted:
      written = files_.accepted(file, receipt.protocol, receipt.received_at);
      break;
    case Outcome::refused:
      written = files_.refused(file, receipt.text);
      break;
    case Outcome::unreachable:
      written = files_.nothing_taken(file, receipt.text, wait_unreachable_ms(file.attempts));
      break;
    case Outcome::uncertain:
      written = files_.unknown(file, looked_for, times_.ask_ms);
      break;
    case Outcome::needs_credentials:
      written = files_.parked(file, receipt.text);
      break;
  }
  if (written) tell(outcomes_.forms(file));
}

Courier::Found Courier::find(const ClaimedFile& file) {
  const auto known = files_.protocols(file.account);
  const auto entries = files_.entries(file);
  const auto is_ours = [&](const channel::RecipeOutcome& recipe) {
    return std::any_of(entries.begin(), entries.end(),
                       [&](const channel::Entry& entry) { return entry.code == recipe.code; });
  };
  channel::Statuses statuses;
  statuses.account = file.account;
  statuses.from = Date{file.made.days - 1};
  statuses.to = Date{surroundings_.now(host_.background()).today.days + 1};
  Found found;
  for (const auto& status : surroundings_.statuses(host_.background(), statuses).files) {
    if (known.contains(status.protocol)) continue;
    if (!is_final(status.state)) {
      found.undecided = true;
      continue;
    }
    channel::Outcomes outcomes;
    outcomes.account = file.account;
    outcomes.protocol = status.protocol;
    const auto recipes = surroundings_.outcomes(host_.background(), outcomes).recipes;
    if (std::any_of(recipes.begin(), recipes.end(), is_ours)) {
      return {status.protocol, status.sent_at, "", false};
    }
    // Without a list of its recipes nobody can say whose it is.
    if (recipes.empty()) found.doubtful = status.protocol;
  }
  return found;
}

void Courier::look_for(const ClaimedFile& file) {
  Found found;
  try {
    found = find(file);
  } catch (const Error& e) {
    host_.warning(fmt::format("a file of red recipes was looked for in vain: {}", e.code()));
    files_.unknown(file, looked_for, times_.ask_ms);
    return;
  }
  if (!found.protocol.empty()) {
    if (files_.accepted(file, found.protocol, found.received_at)) tell(outcomes_.forms(file));
    return;
  }
  if (found.undecided || file.uncertain_for_ms < times_.grace_ms) {
    files_.unknown(file, looked_for, times_.ask_ms);
    return;
  }
  if (!found.doubtful.empty()) {
    const std::string problem =
        "non si sa se questo invio è arrivato: potrebbe essere quello con protocollo " +
        found.doubtful + "; verificare sul sito Sistema TS e indicarlo in «Ricette rosse»";
    if (files_.parked(file, problem)) tell(outcomes_.forms(file));
    return;
  }
  files_.nothing_taken(file, "Sistema TS non ha ricevuto l'invio: viene ripetuto", 0);
}

void Courier::ask_after(const ClaimedFile& file) {
  try {
    channel::Statuses statuses;
    statuses.account = file.account;
    statuses.protocol = file.protocol;
    const auto files = surroundings_.statuses(host_.background(), statuses).files;
    const auto status = std::find_if(files.begin(), files.end(),
                                     [&](const auto& it) { return it.protocol == file.protocol; });
    std::vector<channel::RecipeOutcome> recipes;
    if (status != files.end() && is_final(status->state) && status->state != FileState::clean) {
      channel::Outcomes outcomes;
      outcomes.account = file.account;
      outcomes.protocol = file.protocol;
      recipes = surroundings_.outcomes(host_.background(), outcomes).recipes;
    }
    if (status != files.end() && is_final(status->state)) {
      tell(outcomes_.record(file, *status, recipes));
      return;
    }
  } catch (const Error& e) {
    host_.warning(fmt::format("an outcome of red recipes was asked for in vain: {}", e.code()));
  }
  files_.postponed(file, times_.outcome_ms);
}

void Courier::tell(const std::vector<Form>& forms) const {
  for (const Form& form : forms) {
    surroundings_.tell(host_.background(), {form.recipe, form.patient, form.state});
  }
}

}  // namespace curante::red_recipes
