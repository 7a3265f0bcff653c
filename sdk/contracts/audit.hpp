// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"

/// Who did what to which patient. Append-only.
namespace curante::audit {

struct Entry {
  int64_t number = 0;
  Instant at;
  std::string user;
  std::string user_name;
  std::string role;
  std::string station;
  std::string plugin;   ///< through which plugin the user came in
  std::string action;   ///< "chart/1 GetChart"; may end with the user's own words
  std::string patient;  ///< id, or empty
  std::string outcome;  ///< "ok" or the error's code
  std::string trace;
};
CURANTE_DESCRIBE(Entry, number, at, user, user_name, role, station, plugin, action, patient, outcome,
                 trace);
CURANTE_SUBJECT(Entry, patient);
CURANTE_PERSONAL(Entry, user_name, station, action, outcome);

struct Done {};
CURANTE_DESCRIBE(Done);

/// What a call itself does not show, e.g. that an allergy warning was overridden, and why.
struct Append {
  using Reply = Done;
  std::string action;
  std::string patient;
  std::string outcome;
  /// Whose deed it is where the context cannot know them, as at sign-in; empty: the context's.
  std::string user;
  std::string user_name;
  std::string role;
};
CURANTE_DESCRIBE(Append, action, patient, outcome, user, user_name, role);
CURANTE_SUBJECT(Append, patient);
CURANTE_PERSONAL(Append, action, outcome, user_name);

struct Page {
  std::vector<Entry> entries;  ///< newest first
};
CURANTE_DESCRIBE(Page, entries);

struct Query {
  using Reply = Page;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  static constexpr std::string_view permission = "audit.read";
  std::string patient;      ///< empty: all
  std::string user;         ///< empty: all
  int64_t before = 0;       ///< entries with a smaller number; 0: from the newest
  int32_t limit = 100;      ///< at most 1000
};
CURANTE_DESCRIBE(Query, patient, user, before, limit);
CURANTE_SUBJECT(Query, patient);

struct Contract {
  static constexpr std::string_view id = "audit/1";
  using Calls = curante::Calls<Append, Query>;
};

}  // namespace curante::audit
