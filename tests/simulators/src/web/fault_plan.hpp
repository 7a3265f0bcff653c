// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sistema_ts {

/// Ways in which a network or a service fails.
enum class FaultKind {
  kDelay,             ///< answers, but late
  kNoAnswer,          ///< processes, then hangs up without a byte
  kBadGateway,        ///< 502
  kGatewayTimeout,    ///< 504
  kCutReply,          ///< processes, then hangs up in the middle of the answer
  kMalformedXml,      ///< processes, then answers something that is no XML
  kSoapFault,         ///< answers a SOAP fault
  kUnauthorized,      ///< 401
  kWrongCertificate,  ///< shows another certificate in the handshake
  kDeliverLate,       ///< hangs up, and processes the request later
};

std::optional<FaultKind> fault_kind(std::string_view name);
std::string_view name_of(FaultKind kind);
/// Whether a fault of that kind lets the request be processed unless told otherwise.
bool processes_by_default(FaultKind kind);

struct Fault {
  int64_t id = 0;
  FaultKind kind = FaultKind::kDelay;
  std::string operation;               ///< empty: any
  int64_t times = 1;                   ///< requests it still hits; 0: until cleared
  std::chrono::milliseconds delay{0};  ///< before it happens, or before a no-answer hangs up
  std::optional<std::chrono::milliseconds> after;  ///< late delivery: when; none: on demand
  bool processed = false;
  std::string text;  ///< of a SOAP fault
};

/// The faults that are to happen. Safe to use from several threads; forgotten at the end.
class FaultPlan {
 public:
  /// What is to be done when the certificate changes. Set before faults come.
  void when_certificate_changes(std::function<void()> act) { changed_ = std::move(act); }
  int64_t add(Fault fault);
  void clear();
  std::vector<Fault> all() const;
  /// How often each kind has happened.
  std::map<std::string, int64_t> happened() const;

  /// The fault that hits this request, if any; uses it up.
  std::optional<Fault> take(std::string_view operation);
  /// Whether this handshake shows the wrong certificate; uses it up.
  bool take_wrong_certificate();

 private:
  template <typename Test>
  std::optional<Fault> take_first(Test test);

  std::function<void()> changed_ = [] {};
  mutable std::mutex mutex_;
  std::vector<Fault> faults_;
  std::map<std::string, int64_t> happened_;
  int64_t last_id_ = 0;
};

}  // namespace sistema_ts
