// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "identities.hpp"
#include "local_time.hpp"
#include "outcomes.hpp"
#include "security/sanitel_key.hpp"
#include "state/sqlite.hpp"
#include "xml/message_rules.hpp"

namespace sistema_ts {

/// What all operations know; outlives them.
struct Knowledge {
  const Identities& identities;
  const OutcomeTable& outcomes;
  const SanitelKey& key;
};

/// When the gateway asks for the second factor before an operation.
enum class Gate { kNever, kPrescriptions, kLots };

/// How an operation is reached and what it accepts. All are literals of the published WSDLs.
struct Description {
  std::string_view name;  ///< as faults and the journal call it
  std::string_view path;
  std::string_view action;  ///< SOAPAction
  MessageRule request;
  Gate gate = Gate::kPrescriptions;
  bool with_attachment = false;  ///< multipart/related instead of text/xml
};

/// One request that passed the gateway: well-formed, allowed by the message rules, caller known.
struct Call {
  const XmlElement& message;
  const Identity& caller;
  Sqlite& database;  ///< in a transaction of its own
  Clock::time_point now;
  std::string_view attachment = {};
};

struct Reply {
  std::string message;  ///< XML that goes into the envelope's Body
  std::string nre;      ///< for the journal
  std::string outcome;
};

/// One operation of the services.
class Operation {
 public:
  virtual ~Operation() = default;
  virtual const Description& description() const = 0;
  /// Throws SoapFault. Called from several threads, one at a time.
  virtual Reply answer(const Call& call) const = 0;
};

using Operations = std::vector<std::unique_ptr<Operation>>;

/// Every operation the simulator serves.
Operations all_operations(const Knowledge& knowledge);

/// Throws the fault of wrong credentials unless the encrypted pincode is the caller's.
void require_pincode(const Knowledge& knowledge, const Identity& caller, std::string_view pincode);

}  // namespace sistema_ts
