// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "curante/postgres/pool.hpp"
#include "surroundings.hpp"

namespace curante::red_recipes {

/// What is to be done with a claimed file.
enum class Errand { send, look_for, ask_after };

/// A file under lease: only its holder may settle it.
struct ClaimedFile {
  int64_t number = 0;
  std::string lease;
  Errand errand = Errand::send;
  Id account;
  std::string file_name;
  std::string protocol;
  Date made;                     ///< day, Europe/Rome
  int32_t attempts = 0;          ///< this one included
  int64_t uncertain_for_ms = 0;  ///< since the first request without an answer
  bool doubted = false;  ///< nothing of it left from here since the database came back from a copy
  Date looked_from;      ///< day (Europe/Rome) since which the ministry may have got it
  int64_t unlisted_for_ms = 0;  ///< since the ministry first said that it lists no such protocol
};

/// Whether the ministry, asked after a file's protocol, lists it.
enum class Listed { yes, no, not_known };

/// What a person's word made of a file, and of the forms that were in it.
struct Settled {
  SentFile file;
  std::vector<Form> forms;
};

/// Of a claimed file, when it is to be sent. `lost`: it is not its holder's any more; `none`:
/// nothing in it can be sent.
enum class Content { some, none, lost };

/// Files of recipes on their way. All state is in the database, so that a crash loses nothing; a
/// lease that runs out gives its file back, and one whose request may have left is looked for
/// before anything is sent again. One file of an account is under way at a time. Safe from several
/// threads and several hosts.
class FileStore {
 public:
  FileStore(postgres::Pool& pool, const Surroundings& surroundings, std::string practice,
            int64_t lease_ms)
      : pool_(pool),
        surroundings_(surroundings),
        practice_(std::move(practice)),
        lease_ms_(lease_ms) {}

  /// Puts what waits of one account into a file with a name of its own; what is doubted since the
  /// database came back from a copy, into one that is looked for first. False when nothing waits.
  bool gather(Instant at);
  static bool gather(pqxx::transaction_base& tx, const std::string& practice, Instant at);
  std::optional<ClaimedFile> claim();
  /// Milliseconds until something may be due; nothing while nothing will be.
  std::optional<int64_t> next_due_ms();
  std::vector<channel::Entry> entries(const ClaimedFile& file);
  /// Protocols of all files of the file's account that cannot be it. For a doubted one: those of
  /// adopted files may hold recipes that were not asked for yet.
  std::set<std::string> protocols(const ClaimedFile& file);

  /// Recipes whose content is gone cannot be sent: they leave a file of which nothing was taken,
  /// and are for a person.
  Content set_gone_aside(const ClaimedFile& file);

  // Each settles a claimed file; false when the lease was lost meanwhile, and nothing is written.

  bool accepted(const ClaimedFile& file, const std::string& protocol,
                const std::string& received_at);
  bool refused(const ClaimedFile& file, const std::string& problem);
  /// Nothing was taken: it goes again after `wait_ms`.
  bool nothing_taken(const ClaimedFile& file, const std::string& problem, int64_t wait_ms);
  /// Its outcome is not known; it is looked for after `wait_ms`.
  bool unknown(const ClaimedFile& file, const std::string& problem, int64_t wait_ms);
  /// A person must act.
  bool parked(const ClaimedFile& file, const std::string& problem);
  /// Asked after in vain; again after `wait_ms`.
  bool postponed(const ClaimedFile& file, Listed listed, int64_t wait_ms);

  /// Credentials are there again: what waited for them goes; of one account, or of all (empty).
  int64_t resume(const Id& account);
  /// Makes files due now: that of a protocol, or all that are open.
  int64_t hurry(const std::string& protocol);
  /// Whose credentials it was sent with. Throws Error{"red-file-unknown"}.
  Id account_of(const std::string& file_name);
  /// A person has found out what came of it. Of a doubted one that did not arrive each recipe waits
  /// again; of one that did, a protocol tells of one recipe only. Throws Error{"red-file-unknown"},
  /// Error{"red-file-settled"}, Error{"red-protocol-taken"}.
  Settled settle(const std::string& file_name, const std::string& protocol);

 private:
  template <class Then>
  bool set(const ClaimedFile& file, const char* sql, const std::string& first,
           const std::string& second, Then&& then);
  void demand_free(pqxx::transaction_base& tx, int64_t number, const std::string& protocol);
  void settle_whole(pqxx::transaction_base& tx, int64_t number, const std::string& protocol);
  void take_over(pqxx::transaction_base& tx, int64_t number);

  postgres::Pool& pool_;
  const Surroundings& surroundings_;
  std::string practice_;
  int64_t lease_ms_;
};

}  // namespace curante::red_recipes
