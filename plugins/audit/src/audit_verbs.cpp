// SPDX-License-Identifier: Apache-2.0
#include "audit_verbs.hpp"

#include <fmt/format.h>

namespace curante::audit {

verbs::VerbList AuditVerbs::on(const CallContext&, const verbs::List&) {
  return {{{"audit verify", "checks that nobody changed the log of accesses", ""}}};
}

verbs::Outcome AuditVerbs::on(const CallContext& context, const verbs::Run& call) {
  if (call.words != "audit verify" || !call.arguments.empty()) {
    return {2, "usage: curante audit verify\n"};
  }
  const Finding found = service_.verify(context.practice());
  if (found.problem.empty()) {
    return {0, fmt::format("{} voci, nessuna modificata; ultima {}\n", found.head.number,
                           found.head.hash.empty() ? "-" : found.head.hash)};
  }
  return {1, fmt::format("il registro è stato alterato: {}\n", found.problem)};
}

}  // namespace curante::audit
