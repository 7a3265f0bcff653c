// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "curante/error.hpp"

namespace curante {

/// On whose behalf a call happens. A view of what the host issued: a plugin reads it and forwards
/// it, and can neither make nor alter one. Valid during the call it came with; the plugin's own
/// background context is valid for the plugin's life. Safe to read from any thread.
class CallContext {
 public:
  CallContext(const curante_context* handle, const curante_ext_context* access)
      : handle_(handle), access_(access) {}

  std::string user() const { return field("user"); }            ///< id of the account
  std::string user_name() const { return field("user_name"); }  ///< as shown to people
  std::string role() const { return field("role"); }
  std::string practice() const { return field("practice"); }  ///< first key of practice tables
  std::string patient() const { return field("patient"); }    ///< whose chart is open, or empty
  std::string station() const { return field("station"); }
  std::string trace() const { return field("trace"); }
  std::string caller() const { return field("caller"); }  ///< plugin that made this very call
  /// A folder of this machine that an isolated caller sees at the same path: what is made in it, the
  /// caller can reach. Empty for a caller that runs in the host.
  std::string caller_folder() const { return field("caller_folder"); }
  int64_t deadline_ns() const { return access_->deadline_ns(handle_); }

  bool may(std::string_view permission) const { return access_->may(handle_, str(permission)) != 0; }
  /// Throws Error{"permission-denied"} unless the user may.
  void require(std::string_view permission) const {
    if (may(permission)) return;
    throw Error("permission-denied",
                "il ruolo «" + role() + "» non consente l'operazione richiesta (" +
                    std::string(permission) + ")",
                "chiedere al titolare o all'amministratore dello studio");
  }

  const curante_context* handle() const { return handle_; }

 private:
  std::string field(std::string_view name) const {
    return std::string(view(access_->field(handle_, str(name))));
  }

  const curante_context* handle_;
  const curante_ext_context* access_;
};

}  // namespace curante
