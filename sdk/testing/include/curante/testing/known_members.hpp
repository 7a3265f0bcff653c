// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "curante/codec.hpp"

namespace curante::testing {

/// Throws Error{"invalid-value"} when `in` has a member that T has not. The wire ignores such
/// members; in what a person wrote they are slips of the pen.
template <class T>
void require_known_members(const Source& in, const Path& path = {}) {
  const curante_reader& r = *in.vtable;
  if constexpr (IsOptional<T>::value) {
    require_known_members<typename T::value_type>(in, path);
  } else if constexpr (IsVector<T>::value) {
    for (size_t i = 0; i < r.count(in.node); ++i) {
      require_known_members<typename T::value_type>(Source{in.vtable, r.at(in.node, i)},
                                                    Path{&path, nullptr, i});
    }
  } else if constexpr (Described<T>) {
    if (r.kind(in.node) != CURANTE_OBJECT) return;
    for (size_t i = 0; i < r.count(in.node); ++i) {
      const std::string name(view(r.name(in.node, i)));
      bool known = false;
      boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        using M = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
        if (known || name != member.name) return;
        known = true;
        require_known_members<M>(Source{in.vtable, r.get(in.node, str(name))},
                                 Path{&path, member.name, 0});
      });
      if (known) continue;
      throw Error("invalid-value",
                  "«" + Path{&path, name.c_str(), 0}.text() + "» is no member of " +
                      std::string(type_name<T>()),
                  "see the contract's description, GET /api/openapi.json");
    }
  }
}

}  // namespace curante::testing
