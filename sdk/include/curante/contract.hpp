// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

#include "curante/layout.hpp"

namespace curante {

/// The calls of a contract, in order. New ones are added at the end only.
template <class... C>
struct Calls {
  static constexpr uint32_t count = sizeof...(C);
};

/// A contract: a named, revisioned list of calls.
///
///   struct Contract {
///     static constexpr std::string_view id = "clock/1";   // name/revision
///     static constexpr bool plural = false;                // optional: several providers allowed
///     using Calls = curante::Calls<Now>;
///   };
///
/// A call is a request struct that names its reply and, where it differs from the default, says:
///   static constexpr bool is_public = true;                // reachable through web and CLI
///   static constexpr std::string_view permission = "…";    // what its user needs; "" = signed in
///   static constexpr bool anonymous = true;                // also before sign-in
///   static constexpr bool idempotent = true;               // may be repeated by the host
///   static constexpr std::string_view summary = "…";       // for the API's description
template <class C>
concept ContractType = requires {
  { C::id } -> std::convertible_to<std::string_view>;
  typename C::Calls;
};

template <class Call>
constexpr bool is_public() {
  if constexpr (requires { Call::is_public; }) return Call::is_public;
  return false;
}
template <class Call>
constexpr bool is_anonymous() {
  if constexpr (requires { Call::anonymous; }) return Call::anonymous;
  return false;
}
template <class Call>
constexpr bool is_idempotent() {
  if constexpr (requires { Call::idempotent; }) return Call::idempotent;
  return false;
}
template <class Call>
constexpr std::string_view permission() {
  if constexpr (requires { Call::permission; }) return Call::permission;
  return "";
}
template <class Call>
constexpr std::string_view summary() {
  if constexpr (requires { Call::summary; }) return Call::summary;
  return "";
}
template <ContractType C>
constexpr bool is_plural() {
  if constexpr (requires { C::plural; }) return C::plural;
  return false;
}
template <ContractType C>
constexpr uint32_t minor() {
  if constexpr (requires { C::minor; }) return C::minor;
  return 0;
}

namespace detail {
template <class Call, class List>
struct IndexOf;
template <class Call, class... C>
struct IndexOf<Call, Calls<C...>> {
  static constexpr uint32_t value =
      static_cast<uint32_t>(boost::mp11::mp_find<Calls<C...>, Call>::value);
  static_assert(value < sizeof...(C), "this call is not in the contract");
};
template <class... C>
constexpr uint64_t hash_calls(std::string_view id, Calls<C...>) {
  LayoutHash hash;
  hash.text(id);
  const auto one = [&]<class Call>() {
    hash.text(type_name<Call>());
    hash_layout<Call>(hash);
    hash_layout<typename Call::Reply>(hash);
  };
  (one.template operator()<C>(), ...);
  return hash.value();
}
}  // namespace detail

template <ContractType C, class Call>
constexpr uint32_t op_of() {
  return detail::IndexOf<Call, typename C::Calls>::value;
}

/// Equal on both sides of a binding means: structs may be passed by address.
template <ContractType C>
consteval uint64_t layout_hash() {
  return detail::hash_calls(C::id, typename C::Calls{});
}

}  // namespace curante
