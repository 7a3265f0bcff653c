// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <vector>

#include "chain_hash.hpp"
#include "curante/postgres/pool.hpp"

namespace curante::audit {

/// The end of a chain: so many entries, the last of this hash.
struct Head {
  int64_t number = 0;
  std::string hash;
};

/// What a look at a whole chain found.
struct Finding {
  Head head;
  std::string problem;  ///< empty: nothing was changed
};

/// The log in the database. Safe from any thread.
class AuditLog {
 public:
  explicit AuditLog(postgres::Pool& pool) : pool_(pool) {}

  /// Adds the records at the end of their practices' chains, all or none; gives the chains' ends.
  std::map<std::string, Head> append(const std::vector<Record>& records);

  Page page(const std::string& practice, const Query& query);

  /// Reads the chain from its begin and computes it anew. `known` are ends that were noted outside
  /// the database: a chain that was cut or rewritten after one of them no longer holds it.
  Finding verify(const std::string& practice, const std::vector<Head>& known);

 private:
  postgres::Pool& pool_;
};

}  // namespace curante::audit
