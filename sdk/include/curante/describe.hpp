// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/describe.hpp>
#include <boost/mp11.hpp>
#include <boost/pfr/tuple_size.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace curante {

template <class T>
using Members = boost::describe::describe_members<T, boost::describe::mod_public>;

/// Structs that were given to CURANTE_DESCRIBE.
template <class T>
concept Described = requires { curante_offsets(static_cast<const T*>(nullptr)); };

/// Enumerations that were given to CURANTE_DESCRIBE_ENUM.
template <class T>
concept DescribedEnum = std::is_enum_v<T> && requires { typename boost::describe::describe_enumerators<T>; };

template <Described T>
constexpr std::string_view type_name() {
  return curante_type_name(static_cast<const T*>(nullptr));
}

namespace detail {
template <class T>
concept HasSubject = requires { curante_subject(static_cast<const T*>(nullptr)); };
template <class T>
concept Marked = requires { curante_personal(static_cast<const T*>(nullptr)); };

template <class T>
constexpr bool complete_description() {
  constexpr auto offsets = curante_offsets(static_cast<const T*>(nullptr));
  if (boost::mp11::mp_size<Members<T>>::value != boost::pfr::tuple_size_v<T>) return false;
  for (size_t i = 1; i < offsets.size(); ++i) {
    if (offsets[i] <= offsets[i - 1]) return false;
  }
  return true;
}
}  // namespace detail

/// Whether the member at `index` was named by CURANTE_PERSONAL.
template <Described T>
constexpr bool is_marked_personal(std::size_t index) {
  if constexpr (detail::Marked<T>) {
    constexpr auto offsets = curante_offsets(static_cast<const T*>(nullptr));
    for (std::size_t marked : curante_personal(static_cast<const T*>(nullptr))) {
      if (marked == offsets[index]) return true;
    }
  }
  return false;
}

/// Whether the member at `index` was named by CURANTE_SUBJECT.
template <Described T>
constexpr bool is_subject(std::size_t index) {
  if constexpr (detail::HasSubject<T>) {
    return curante_subject(static_cast<const T*>(nullptr)) ==
           curante_offsets(static_cast<const T*>(nullptr))[index];
  }
  return false;
}
}  // namespace curante

#define CURANTE_OFFSET(T, member) __builtin_offsetof(T, member),

/// Describes an aggregate: all its members, in order. A member that is forgotten, named twice or out
/// of order does not compile, because such a struct would silently lose data on the wire.
/// Use it at namespace scope, right after the struct.
#define CURANTE_DESCRIBE(T, ...)                                                             \
  BOOST_DESCRIBE_STRUCT(T, (), (__VA_ARGS__))                                                \
  [[maybe_unused]] constexpr auto curante_offsets(const T*) {                                \
    return std::array<std::size_t, boost::pfr::tuple_size_v<T>>{                             \
        {__VA_OPT__(BOOST_DESCRIBE_PP_FOR_EACH(CURANTE_OFFSET, T, __VA_ARGS__))}};           \
  }                                                                                          \
  [[maybe_unused]] constexpr std::string_view curante_type_name(const T*) { return #T; }     \
  static_assert(std::is_aggregate_v<T> && ::curante::detail::complete_description<T>(),      \
                #T ": describe every member, once, in the order of the struct")

#define CURANTE_DESCRIBE_ENUM(E, ...) BOOST_DESCRIBE_ENUM(E, __VA_ARGS__)

/// Marks members that hold personal data or a secret, so that a recording of calls leaves them out.
/// A marked struct or list is personal with all that is in it; a `Text<Rule>` whose rule says
/// `static constexpr bool personal = true` needs no mark. Says nothing of layout: a mark may be added
/// at any time. Use it at namespace scope, right after CURANTE_DESCRIBE; a name that is no member
/// does not compile.
#define CURANTE_PERSONAL(T, ...)                                                   \
  [[maybe_unused]] constexpr auto curante_personal(const T*) {                     \
    return std::array{BOOST_DESCRIBE_PP_FOR_EACH(CURANTE_OFFSET, T, __VA_ARGS__)}; \
  }                                                                                \
  static_assert(::curante::Described<T>, #T ": describe it before you mark its members")

/// Marks the member that says whom a call or record is about: an id, or a record with an `id`. The
/// host tells who asked about whom; it knows by this mark alone. Says nothing of layout, as above.
#define CURANTE_SUBJECT(T, member)                                                              \
  [[maybe_unused]] constexpr std::size_t curante_subject(const T*) {                            \
    return __builtin_offsetof(T, member);                                                       \
  }                                                                                             \
  static_assert(::curante::Described<T>, #T ": describe it before you mark its members")
