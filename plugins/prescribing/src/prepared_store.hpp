// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "curante/host.hpp"
#include "curante/postgres/pool.hpp"
#include "prescribing.hpp"

namespace curante::prescribing {

/// What was prepared for a doctor, in the database. A row leaves `waiting` once. Safe from any
/// thread and several hosts.
class PreparedStore {
 public:
  PreparedStore(const Host& host, postgres::Pool& pool) : host_(host), pool_(pool) {}

  /// Keeps what waits. False, and nothing is written, when something is kept under this id already,
  /// or a prescription has it, also one that is being issued meanwhile.
  bool put(const std::string& practice, const Prepared& it);
  /// With the findings kept last; without `seen`. Its doctor is who signs for that one on `today`.
  std::optional<Prepared> find(const std::string& practice, const Id& id, Date today);
  /// As ListPrepared means it. Throws Error{"cursor-invalid"}.
  PreparedList list(const std::string& practice, const ListPrepared& call, Date today);
  /// False unless it waits.
  bool settle(const std::string& practice, const Id& id, PreparedState state, const Id& by,
              Instant at, const std::string& reason);
  /// By a person's choice: to that doctor, whoever signs. False unless it waits.
  bool assign(const std::string& practice, const Id& id, const Id& doctor);
  /// Keeps what the rules said last of one that waits.
  void keep(const std::string& practice, const Id& id, const Assessment& assessment);
  /// By a copy of the database these wait; after it was made they may have been issued.
  static void doubt_all(pqxx::transaction_base& tx, const std::string& practice);

  /// First in a transaction that writes a prescription or what is prepared: one draft's take turns.
  static void take_turn(pqxx::transaction_base& tx, const std::string& practice, const Id& id);
  /// In the transaction that issues the draft `id` of `patient`: it waits no longer. Nothing when
  /// it was never prepared, or is issued already. Throws Error{"prepared-settled"} when it was
  /// declined or withdrawn, Error{"patient-mismatch"} when it was prepared for another patient.
  static std::optional<PreparedChanged> issue(pqxx::transaction_base& tx,
                                              const std::string& practice, const Id& id,
                                              const Id& patient, const Id& by, Instant at);
  /// One that waits though there is a prescription of it becomes what that says: issued, by whom
  /// and when. Nothing when there is none such.
  static std::optional<PreparedChanged> settle_issued(pqxx::transaction_base& tx,
                                                      const std::string& practice, const Id& id);
  std::optional<PreparedChanged> settle_issued(const std::string& practice, const Id& id);
  /// What is told of one that is issued; nothing when it was never prepared.
  static std::optional<PreparedChanged> issued(pqxx::transaction_base& tx,
                                               const std::string& practice, const Id& id);

  /// For portability and backup: at most `limit` of all or of one patient's, after the id `after`.
  std::vector<Prepared> page(const std::string& practice, const Id& patient,
                             const std::string& after, size_t limit);
  int64_t count(const std::string& practice, const Id& patient);
  /// Puts back what was exported, unless it is there: an older copy must not make one wait again.
  /// What waited is doubtful.
  void restore(const std::string& practice, const Prepared& it);
  /// Erases a patient's. Returns how many there were.
  static int64_t erase(pqxx::transaction_base& tx, const std::string& practice, const Id& patient);

 private:
  Prepared prepared_of(const pqxx::row& row) const;
  int64_t insert(pqxx::transaction_base& tx, const std::string& practice, const Prepared& it) const;

  Host host_;
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
