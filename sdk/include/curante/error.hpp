// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <utility>

#include "curante/abi.h"

namespace curante {

/// What went wrong, in words for people: a code of the registry (`sdk/errors.txt`), what was found,
/// and what to do about it. Thrown by `Use<>::ask` and by the calls that plugins provide.
/// It never crosses the C edge as an exception: the façade carries its three texts across.
class Error : public std::exception {
 public:
  [[gnu::cold]] Error(std::string code, std::string message, std::string remedy = {})
      : code_(std::move(code)), message_(std::move(message)), remedy_(std::move(remedy)) {}

  const std::string& code() const noexcept { return code_; }
  const std::string& message() const noexcept { return message_; }
  const std::string& remedy() const noexcept { return remedy_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string code_, message_, remedy_;
};

namespace detail {

/// For the errors of these headers: the strings of each `throw` would leave code in every plugin.
[[noreturn, gnu::cold, gnu::noinline]] inline void fail(std::string_view code,
                                                        std::string_view message,
                                                        std::string_view remedy) {
  throw Error(std::string(code), std::string(message), std::string(remedy));
}

}  // namespace detail

inline std::string_view view(curante_str s) {
  return {s.size ? s.data : "", s.size};
}
inline curante_str str(std::string_view s) {
  return {s.data(), s.size()};
}

/// Receives a failure at the C edge and throws it as an Error on this side.
class FailureCatcher {
 public:
  FailureCatcher() : failure_{sizeof failure_, this, &FailureCatcher::set} {}
  FailureCatcher(const FailureCatcher&) = delete;
  FailureCatcher& operator=(const FailureCatcher&) = delete;

  const curante_failure* edge() const { return &failure_; }

  /// Throws what was told when `status` is not CURANTE_OK.
  void check(int32_t status) {
    if (status == CURANTE_OK) return;
    fail();
  }

 private:
  [[noreturn, gnu::cold, gnu::noinline]] void fail() {
    if (code_.empty()) code_ = "failed-without-reason";
    throw Error(std::move(code_), std::move(message_), std::move(remedy_));
  }
  [[gnu::cold]] static void set(void* self, curante_str code, curante_str message, curante_str remedy) {
    auto& it = *static_cast<FailureCatcher*>(self);
    const curante_str told[] = {code, message, remedy};
    std::string* const kept[] = {&it.code_, &it.message_, &it.remedy_};
    for (size_t i = 0; i < 3; ++i) *kept[i] = std::string(view(told[i]));
  }

  curante_failure failure_;
  std::string code_, message_, remedy_;
};

}  // namespace curante
