// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/host.hpp"
#include "outcome_store.hpp"

namespace curante::red_recipes {

/// How patient the courier is.
struct CourierTimes {
  int64_t grace_ms = 3'600'000;  ///< how long a file is looked for before it is sent again
  int64_t ask_ms = 60'000;       ///< pause between two looks
  int64_t outcome_ms = 600'000;  ///< pause between two questions for an outcome that is open
};

/// Takes files to their next state: sends, looks for what may have arrived, asks for outcomes;
/// outside any transaction, and tells whoever listens after it is recorded. A file goes again only
/// when the ministry does not know of it after the time of grace; until then it waits, and when an
/// unknown file cannot be told from ours a person decides. Safe from several threads and several
/// hosts.
class Courier {
 public:
  Courier(const Host& host, const Surroundings& surroundings, FileStore& files,
          OutcomeStore& outcomes, CourierTimes times)
      : host_(host),
        surroundings_(surroundings),
        files_(files),
        outcomes_(outcomes),
        times_(times) {}

  /// Does one thing. False when there is nothing to do now.
  bool step();

 private:
  /// Files that may be ours by their protocol alone.
  struct Found {
    std::string protocol;  ///< of the one that is ours for sure
    std::string received_at;
    std::string doubtful;    ///< of one that cannot be told
    bool undecided = false;  ///< one was not looked at yet
  };

  void send(const ClaimedFile& file);
  void look_for(const ClaimedFile& file);
  Found find(const ClaimedFile& file);
  void ask_after(const ClaimedFile& file);
  void tell(const std::vector<Form>& forms) const;

  Host host_;
  const Surroundings& surroundings_;
  FileStore& files_;
  OutcomeStore& outcomes_;
  CourierTimes times_;
};

}  // namespace curante::red_recipes
