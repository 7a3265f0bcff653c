// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>

#include "curante/context.hpp"

namespace curante::testing {

/// A call's context as the host would issue it, for tests of a room's services.
///
///   Caller doctor({{"practice", "1"}, {"user", id}, {"role", "titolare"}}, {"chart.write"});
///   service.on(doctor.context(), call);
class Caller {
 public:
  using Fields = std::map<std::string, std::string, std::less<>>;
  using Permissions = std::set<std::string, std::less<>>;

  explicit Caller(Fields fields, Permissions permissions = {})
      : fields_(std::move(fields)), permissions_(std::move(permissions)) {}

  /// Valid as long as this object.
  CallContext context() const { return {reinterpret_cast<const curante_context*>(this), &access}; }

  /// How a host reads the contexts that callers are.
  static constexpr curante_ext_context extension(const curante_context* (*background)(void*)) {
    return {sizeof(curante_ext_context), field, may, deadline, background};
  }

 private:
  static const Caller& of(const curante_context* handle) {
    return *reinterpret_cast<const Caller*>(handle);
  }
  static curante_str field(const curante_context* handle, curante_str name) {
    const auto found = of(handle).fields_.find(view(name));
    return found == of(handle).fields_.end() ? curante_str{} : str(found->second);
  }
  static int32_t may(const curante_context* handle, curante_str permission) {
    return of(handle).permissions_.contains(view(permission)) ? 1 : 0;
  }
  static int64_t deadline(const curante_context*) { return 0; }

  static const curante_ext_context access;
  Fields fields_;
  Permissions permissions_;
};

inline constexpr curante_ext_context Caller::access = Caller::extension(nullptr);

/// Code of the Error that `run` throws; empty when it throws none.
template <class Run>
std::string code_of(Run&& run) {
  try {
    run();
  } catch (const Error& e) {
    return e.code();
  }
  return "";
}

}  // namespace curante::testing
