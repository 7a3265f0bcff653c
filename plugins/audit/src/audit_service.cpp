// SPDX-License-Identifier: Apache-2.0
#include "audit_service.hpp"

#include "plain_text.hpp"
#include "rules/id.hpp"

namespace curante::audit {

namespace {

/// Only an identifier may stand for a patient: what somebody typed in its place may be personal
/// data.
std::string only_id(const std::string& text) {
  try {
    return Id(text).value();
  } catch (const Error&) {
    return "";
  }
}

}  // namespace

AuditService::Running::Running(Parts given)
    : parts(std::move(given)),
      log(parts.pool),
      heads(parts.heads_file),
      writer(
          [this](const std::vector<Record>& batch) { heads.note(log.append(batch), parts.now()); },
          parts.warn) {}

void AuditService::open(Parts parts) {
  running_ = std::make_unique<Running>(std::move(parts));
}

void AuditService::close() {
  if (!running_) return;
  running_->writer.stop();
  running_->heads.flush();
}

AuditService::Running& AuditService::running() {
  if (running_) return *running_;
  throw Error("audit-stopped", "il registro degli accessi è fermo", "riavviare il programma");
}

void AuditService::record(const kernel_events::CallMade& call) {
  // Nobody's: the time, asked before anybody signed in; a sign-in, which accounts tells with its
  // name.
  if (call.user.empty() && (call.idempotent || call.outcome != "not-signed-in")) return;
  Record record{call.practice,
                {0, call.at, call.user, plain_text(call.user_name), call.role,
                 plain_text(call.station), call.plugin, plain_text(call.action),
                 only_id(call.patient), plain_text(call.outcome), plain_text(call.trace)}};
  if (call.idempotent) {
    running().writer.later(std::move(record));
  } else {
    running().writer.now(std::move(record));
  }
}

Done AuditService::on(const CallContext& context, const Append& call) {
  Running& it = running();
  const bool own = call.user.empty();
  it.writer.now({context.practice(),
                 {0, it.parts.now(), own ? context.user() : only_id(call.user),
                  plain_text(own ? context.user_name() : call.user_name),
                  plain_text(own ? context.role() : call.role), plain_text(context.station()),
                  context.caller(), plain_text(call.action), only_id(call.patient),
                  plain_text(call.outcome), plain_text(context.trace())}});
  return {};
}

Page AuditService::on(const CallContext& context, const Query& call) {
  return running().log.page(context.practice(), call);
}

Finding AuditService::verify(const std::string& practice) {
  Running& it = running();
  return it.log.verify(practice, it.heads.of(practice));
}

}  // namespace curante::audit
