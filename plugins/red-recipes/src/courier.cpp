// SPDX-License-Identifier: Apache-2.0
#include "courier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

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
  if (restores_.look()) return true;
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
  if (restores_.look()) return;  // else its departure is noted before it leaves
  auto forms = outcomes_.forms(file);
  const Content content = files_.set_gone_aside(file);
  if (content == Content::lost) return;
  if (content == Content::none) {
    for (Form& form : forms) form.state = State::attention;
    return tell(forms);
  }
  channel::Upload upload;
  upload.account = file.account;
  upload.file_name = file.file_name;
  upload.entries = files_.entries(file);
  if (upload.entries.empty()) return;  // taken apart meanwhile
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

Courier::Look Courier::look(const ClaimedFile& file) {
  const auto known = files_.protocols(file);
  std::set<std::string> ours;
  for (const auto& entry : files_.entries(file)) ours.insert(entry.code);
  channel::Statuses statuses;
  statuses.account = file.account;
  statuses.from = Date{file.looked_from.days - 1};
  statuses.to = Date{surroundings_.now(host_.background()).today.days + 1};
  Look look;
  for (const auto& status : surroundings_.statuses(host_.background(), statuses).files) {
    if (known.contains(status.protocol)) continue;
    if (!is_final(status.state)) {
      look.undecided = true;
      continue;
    }
    channel::Outcomes outcomes;
    outcomes.account = file.account;
    outcomes.protocol = status.protocol;
    const auto recipes = surroundings_.outcomes(host_.background(), outcomes).recipes;
    Held held{status, {}};
    for (const auto& recipe : recipes) {
      if (ours.contains(recipe.code)) held.codes.push_back(recipe.code);
    }
    if (!held.codes.empty()) look.held.push_back(std::move(held));
    // Without a list of its recipes nobody can say whose it is.
    if (recipes.empty()) look.doubtful = status.protocol;
  }
  return look;
}

void Courier::look_for(const ClaimedFile& file) {
  if (file.doubted) return look_for_each(file);
  try {
    const Look seen = look(file);
    if (seen.held.empty()) return wait_on(file, seen.undecided, seen.doubtful);
    const auto& status = seen.held.front().status;
    if (files_.accepted(file, status.protocol, status.sent_at)) tell(outcomes_.forms(file));
  } catch (const Error& e) {
    host_.warning(fmt::format("a file of red recipes was looked for in vain: {}", e.code()));
    files_.unknown(file, looked_for, times_.ask_ms);
  }
}

/// Since the copy what waits may have left in other company: each recipe is looked for by its code.
void Courier::look_for_each(const ClaimedFile& file) {
  Look seen;
  try {
    seen = look(file);
  } catch (const Error& e) {
    host_.warning(fmt::format("red recipes were looked for in vain: {}", e.code()));
    files_.unknown(file, looked_for, times_.ask_ms);
    return;
  }
  const auto found = matched(file, seen);
  const Instant now = surroundings_.now(host_.background()).now;
  for (const int64_t number : doubted_.adopt(file, found, now)) {
    ClaimedFile adopted;
    adopted.number = number;
    tell(outcomes_.forms(adopted));
  }
  wait_on(file, seen.undecided, seen.doubtful);
}

/// The first file that holds a recipe brought it, one that comes after may have cancelled it.
std::vector<FoundEntry> Courier::matched(const ClaimedFile& file, const Look& look) {
  const auto taken = doubted_.taken(file);
  const auto is_taken = [&](const std::string& code, const std::string& protocol) {
    const auto found = taken.find(code);
    return found != taken.end() && found->second.contains(protocol);
  };
  std::vector<Held> held = look.held;
  std::stable_sort(held.begin(), held.end(), [](const Held& one, const Held& other) {
    return one.status.sent_at < other.status.sent_at;
  });
  std::map<std::string, FoundEntry> found;
  for (const auto& [status, codes] : held) {
    for (const std::string& code : codes) {
      if (is_taken(code, status.protocol)) continue;
      const auto [place, fresh] =
          found.try_emplace(code, FoundEntry{code, status.protocol, status.sent_at, ""});
      if (!fresh && place->second.also_in.empty()) place->second.also_in = status.protocol;
    }
  }
  std::vector<FoundEntry> all;
  for (auto& [code, entry] : found) all.push_back(std::move(entry));
  return all;
}

/// What was not found waits until it is certain that it is not there.
void Courier::wait_on(const ClaimedFile& file, bool undecided, const std::string& doubtful) {
  if (undecided || file.uncertain_for_ms < times_.grace_ms) {
    files_.unknown(file, looked_for, times_.ask_ms);
    return;
  }
  if (!doubtful.empty()) {
    const std::string problem =
        "non si sa se questo invio è arrivato: potrebbe essere quello con protocollo " + doubtful +
        "; verificare sul sito Sistema TS e indicarlo in «Ricette rosse»";
    if (files_.parked(file, problem)) tell(outcomes_.forms(file));
    return;
  }
  if (file.doubted) {
    doubted_.release(file);
    return;
  }
  files_.nothing_taken(file, "Sistema TS non ha ricevuto l'invio: viene ripetuto", 0);
}

void Courier::ask_after(const ClaimedFile& file) {
  Listed listed = Listed::not_known;
  try {
    channel::Statuses statuses;
    statuses.account = file.account;
    statuses.protocol = file.protocol;
    const auto files = surroundings_.statuses(host_.background(), statuses).files;
    const auto status = std::find_if(files.begin(), files.end(),
                                     [&](const auto& it) { return it.protocol == file.protocol; });
    listed = status != files.end() ? Listed::yes : Listed::no;
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
    if (listed == Listed::no && file.unlisted_for_ms >= times_.unlisted_ms) {
      tell(outcomes_.give_up(file));
      return;
    }
  } catch (const Error& e) {
    host_.warning(fmt::format("an outcome of red recipes was asked for in vain: {}", e.code()));
  }
  files_.postponed(file, listed, times_.outcome_ms);
}

void Courier::tell(const std::vector<Form>& forms) const {
  for (const Form& form : forms) {
    surroundings_.tell(host_.background(), {form.recipe, form.patient, form.state});
  }
}

}  // namespace curante::red_recipes
