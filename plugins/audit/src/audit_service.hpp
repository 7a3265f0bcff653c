// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>

#include "audit_log.hpp"
#include "audit_writer.hpp"
#include "call_made.hpp"
#include "curante/context.hpp"
#include "heads_file.hpp"

namespace curante::audit {

/// audit/1, and the listener that turns the host's public calls into entries. Safe from any thread
/// between `open` and `close`.
class AuditService {
 public:
  struct Parts {
    postgres::Pool& pool;
    std::function<Instant()> now;
    AuditWriter::Warn warn;
    std::string heads_file;
  };
  void open(Parts parts);
  /// Writes what waits.
  void close();

  /// A call that writes is in the log before its reply goes out; a call that reads soon after.
  void record(const kernel_events::CallMade& call);

  Done on(const CallContext& context, const Append& call);
  Page on(const CallContext& context, const Query& call);

  Finding verify(const std::string& practice);

 private:
  struct Running {
    Running(Parts given);
    Parts parts;
    AuditLog log;
    HeadsFile heads;
    AuditWriter writer;
  };
  Running& running();

  std::unique_ptr<Running> running_;
};

}  // namespace curante::audit
