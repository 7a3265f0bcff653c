// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <exception>
#include <string>
#include <string_view>

#include "curante/host.hpp"

namespace curante {

/// A described value as canonical JSON text. The host writes it.
template <class T>
std::string to_json(const Host& host, const T& value) {
  std::string text;
  const auto write = [](void* self, const curante_writer* vtable, void* out_self) {
    encode(Sink{vtable, out_self}, *static_cast<const T*>(self));
  };
  const auto take = [](void* self, curante_str out) { *static_cast<std::string*>(self) = view(out); };
  host.json()->print(host.edge()->self, write, const_cast<T*>(&value), take, &text);
  return text;
}

/// The value that a JSON text describes. Throws Error{"invalid-json"} or the path of what is wrong.
template <class T>
T from_json(const Host& host, std::string_view text) {
  struct Taken {
    T value{};
    std::exception_ptr failed;
  } taken;
  const auto read = [](void* self, curante_node node, const curante_reader* vtable) {
    auto& it = *static_cast<Taken*>(self);
    try {
      decode(Source{vtable, node}, it.value);
    } catch (...) {
      it.failed = std::current_exception();
    }
  };
  FailureCatcher failure;
  failure.check(host.json()->parse(host.edge()->self, str(text), read, &taken, failure.edge()));
  if (taken.failed) std::rethrow_exception(taken.failed);
  return std::move(taken.value);
}

}  // namespace curante
