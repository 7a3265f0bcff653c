// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/host.hpp"
#include "doubted_files.hpp"
#include "outcome_store.hpp"
#include "restore_watch.hpp"

namespace curante::red_recipes {

/// How patient the courier is.
struct CourierTimes {
  int64_t grace_ms = 3'600'000;  ///< how long a file is looked for before it is sent again
  int64_t ask_ms = 60'000;       ///< pause between two looks
  int64_t outcome_ms = 600'000;  ///< pause between two questions for an outcome that is open
  /// How long a file is asked after whose protocol the ministry does not list.
  int64_t unlisted_ms = 3 * 86'400'000;
};

/// Takes files to their next state: sends, looks for what may have arrived, asks for outcomes;
/// outside any transaction, and tells whoever listens after it is recorded. A file goes again only
/// when the ministry does not know of it after the time of grace; until then it waits, and when an
/// unknown file cannot be told from ours a person decides. After the database came back from a copy
/// each recipe that waits is looked for by its code. Safe from several threads and several hosts.
class Courier {
 public:
  Courier(const Host& host, const Surroundings& surroundings, FileStore& files,
          DoubtedFiles& doubted, OutcomeStore& outcomes, RestoreWatch& restores, CourierTimes times)
      : host_(host),
        surroundings_(surroundings),
        files_(files),
        doubted_(doubted),
        outcomes_(outcomes),
        restores_(restores),
        times_(times) {}

  /// Does one thing. False when there is nothing to do now.
  bool step();

 private:
  void send(const ClaimedFile& file);
  /// A file of the ministry's, and the codes in it that are ours.
  struct Held {
    channel::FileStatus status;
    std::vector<std::string> codes;
  };
  /// All that the ministry holds of a file's recipes, and what is not known of the rest.
  struct Look {
    std::vector<Held> held;
    std::string doubtful;    ///< protocol of a file that may be ours: its recipes are not listed
    bool undecided = false;  ///< one was not looked at yet
  };

  void look_for(const ClaimedFile& file);
  void look_for_each(const ClaimedFile& file);
  Look look(const ClaimedFile& file);
  std::vector<FoundEntry> matched(const ClaimedFile& file, const Look& look);
  void wait_on(const ClaimedFile& file, bool undecided, const std::string& doubtful);
  void ask_after(const ClaimedFile& file);
  void tell(const std::vector<Form>& forms) const;

  Host host_;
  const Surroundings& surroundings_;
  FileStore& files_;
  DoubtedFiles& doubted_;
  OutcomeStore& outcomes_;
  RestoreWatch& restores_;
  CourierTimes times_;
};

}  // namespace curante::red_recipes
