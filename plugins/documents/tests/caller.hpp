// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "curante/context.hpp"

namespace curante::documents {

/// A context as the host would issue it.
class Caller {
 public:
  explicit Caller(std::string practice, std::string open_patient = "")
      : fields_{{"practice", std::move(practice)}, {"patient", std::move(open_patient)}} {}
  CallContext context() const {
    return {reinterpret_cast<const curante_context*>(&fields_), &vtable};
  }

 private:
  using Fields = std::map<std::string, std::string, std::less<>>;
  static curante_str field(const curante_context* handle, curante_str name) {
    const auto& fields = *reinterpret_cast<const Fields*>(handle);
    const auto found = fields.find(view(name));
    return found == fields.end() ? curante_str{} : str(found->second);
  }
  static int32_t may(const curante_context*, curante_str) { return 1; }
  static constexpr curante_ext_context vtable{sizeof(curante_ext_context), field, may, nullptr,
                                              nullptr};
  Fields fields_;
};

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

}  // namespace curante::documents
