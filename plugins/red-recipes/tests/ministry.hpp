// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <set>

#include "red_recipe_channel.hpp"

namespace curante::red_recipes {

/// The ministry behind the channel: takes files, keeps what is live, and can be told how the line
/// fails. Knows nothing of the room.
class Ministry {
 public:
  using Outcome = red_recipe_channel::Outcome;
  using FileState = red_recipe_channel::FileState;

  /// What happens to the next upload: taken or not, and what its sender hears.
  struct Fault {
    bool taken = false;
    Outcome heard = Outcome::uncertain;
  };
  void fail(Fault fault) { faults_.push_back(fault); }
  void forgive() { faults_.clear(); }

  red_recipe_channel::Receipt upload(const red_recipe_channel::Upload& call) {
    ++uploads;
    names.push_back(call.file_name);
    received.push_back(call);
    Fault fault{true, Outcome::accepted};
    if (!faults_.empty()) {
      fault = faults_.front();
      faults_.erase(faults_.begin());
    }
    red_recipe_channel::Receipt receipt;
    receipt.outcome = fault.heard;
    receipt.text = "detto dal ministero";
    std::string protocol;
    if (fault.taken) protocol = take(call);
    if (fault.heard == Outcome::accepted) receipt.protocol = protocol;
    return receipt;
  }

  red_recipe_channel::FileStatusList statuses(const red_recipe_channel::Statuses& call) {
    if (down) throw Error("service-unreachable", "il servizio non risponde", "attendere");
    red_recipe_channel::FileStatusList list;
    for (const auto& [protocol, file] : files) {
      if (!call.protocol.empty() && call.protocol != protocol) continue;
      if (!file.account.empty() && file.account != call.account) continue;
      list.files.push_back(
          {protocol, "2026-11-23 18:21:00", waiting ? FileState::waiting : file.state, "risposta"});
    }
    return list;
  }

  red_recipe_channel::RecipeOutcomeList outcomes(const red_recipe_channel::Outcomes& call) {
    red_recipe_channel::RecipeOutcomeList list;
    if (!lists_recipes) return list;
    const File& file = files.at(call.protocol);
    for (const auto& code : file.codes) {
      red_recipe_channel::RecipeOutcome outcome;
      outcome.code = code;
      outcome.protocol = call.protocol;
      if (file.bad.contains(code)) outcome.remarks.push_back({"R001", "gia' presente"});
      if (file.warned.contains(code)) outcome.remarks.push_back({"W001", "troppi pezzi"});
      list.recipes.push_back(outcome);
    }
    return list;
  }

  struct File {
    std::vector<std::string> codes;
    std::set<std::string> bad, warned;
    Id account = {};  ///< whose access it came with; empty: of another program, and anybody's
    FileState state = FileState::clean;
  };
  std::map<std::string, File> files;
  std::map<std::string, std::string> live;  ///< code → protocol
  std::vector<std::string> names;
  std::vector<red_recipe_channel::Upload> received;
  std::set<std::string> spoil;  ///< codes that the ministry will not like
  std::set<std::string> warn;   ///< codes that it takes, with a remark
  int uploads = 0;
  bool down = false, waiting = false, lists_recipes = true;

  std::string take(const red_recipe_channel::Upload& call) {
    const std::string protocol = std::to_string(1000 + files.size());
    File& file = files[protocol];
    file.account = call.account;
    for (const auto& entry : call.entries) {
      file.codes.push_back(entry.code);
      bool bad = spoil.contains(entry.code);
      if (entry.cancelled_in.empty()) {
        bad = bad || !live.emplace(entry.code, protocol).second;
        if (spoil.contains(entry.code)) live.erase(entry.code);
      } else {
        const auto found = live.find(entry.code);
        bad = found == live.end() || found->second != entry.cancelled_in;
        if (!bad) live.erase(found);
      }
      if (bad) file.bad.insert(entry.code);
      if (!bad && warn.contains(entry.code)) file.warned.insert(entry.code);
    }
    if (!file.warned.empty()) file.state = FileState::warnings;
    if (!file.bad.empty()) {
      file.state = file.bad.size() == file.codes.size() ? FileState::discarded : FileState::errors;
    }
    return protocol;
  }

 private:
  std::vector<Fault> faults_;
};

}  // namespace curante::red_recipes
