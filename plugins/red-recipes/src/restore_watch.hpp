// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "curante/host.hpp"
#include "curante/postgres/ledger_shadow.hpp"
#include "curante/postgres/live_hosts.hpp"
#include "curante/postgres/pool.hpp"
#include "surroundings.hpp"

namespace curante::red_recipes {

/// Notices that the database came back from a copy: by a file outside it, which says how far each
/// pad has come and how many files left, and by what the transmitter found. A database with pads
/// that knows files, but not its host's, is one that was put on another machine, unless hosts whose
/// files it knows are at work on it; so is one that does not know a file any more. Then every pad
/// is closed until the doctor enters the next unused code printed on it, and what waits is doubted:
/// looked for before it is told. That forms were used since the copy, other rooms hear from here.
///
/// A number stands in the file before it is printed, a file's departure before it leaves: whoever
/// prints or sends looks first. Safe from any thread and several hosts; each host has its own file
/// and learns from the database what the others did.
class RestoreWatch {
 public:
  /// `shadow` has a name (`fresh_name`).
  RestoreWatch(const Host& host, const Surroundings& surroundings, postgres::Pool& pool,
               postgres::LedgerShadow& shadow, postgres::LiveHosts& hosts, std::string practice)
      : host_(host),
        surroundings_(surroundings),
        pool_(pool),
        shadow_(shadow),
        hosts_(hosts),
        practice_(std::move(practice)) {}

  /// True when the database came back, and was doubted by this call. Else the file knows now what
  /// the database knows. Throws Error{"ledger-file"}: what cannot be noted is not done.
  bool look();
  /// The newest restore that the file found (red-recipes/1, LastRestored): forms may have been used
  /// since its copy. Who else found it, and which came later, changes nothing of that.
  std::optional<Instant> forms_used() const;
  /// Within the transaction that takes a number. Throws Error{"red-restored"} when the database
  /// came back since the last look.
  void demand_current(pqxx::transaction_base& tx) const;
  /// For a file that has none.
  static std::string fresh_name(postgres::Pool& pool);

 private:
  enum class Finder { file, transmitter };
  using Noted = std::map<std::string, int64_t>;
  struct Run {
    int64_t used = 0;
    bool open = false;
  };
  struct Known {
    std::map<std::string, Run> runs;  ///< by name_of_run
    int64_t departures = 0;
    bool file = false;   ///< this host's file follows the database
    bool files = false;  ///< some file does
    bool asked = false;  ///< what the transmitter found before this room was there is known
  };

  Known known() const;
  Known known(pqxx::transaction_base& tx) const;
  bool behind(const Known& known, const Noted& noted) const;
  bool left_behind(const Known& known, const Noted& noted) const;
  bool is_stranger(const Known& known, const Noted& noted);
  std::optional<Instant> news(const Known& known, Instant now) const;
  std::optional<recipe_transmitter::Restoration> last_told() const;
  bool is_heeded(Instant found) const;
  Instant doubt(Instant found, Finder finder, const Noted& noted);
  void raise(pqxx::transaction_base& tx, const Noted& noted, Instant at) const;
  void note(const Known& known, Instant at);

  Host host_;
  const Surroundings& surroundings_;
  postgres::Pool& pool_;
  postgres::LedgerShadow& shadow_;
  postgres::LiveHosts& hosts_;
  std::string practice_;
};

}  // namespace curante::red_recipes
