// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <forward_list>
#include <string_view>

#include "curante/codec.hpp"
#include "curante/contract.hpp"

namespace curante {

/// Writes a contract's description: what the REST face, OpenAPI, the UI's types and the lock files
/// are made from.
///
///   { "id": "clock/1", "minor": 0, "plural": false,
///     "calls": [
///     {"name","request","reply","public","anonymous","idempotent","permission","summary"} ],
///     "types": { "Now": [ {"name","type","optional","list","values"?,"personal"?,"subject"?} ] } }
///
/// A member's `type` is a leaf's name or the name of a described struct. `personal` is there, and
/// true, where the member and all that is in it is personal data or a secret; `subject` where it
/// says whom the call or record is about. It is written once in a plugin's life, so small code is
/// worth more than fast code: hence [[gnu::cold]].
class SchemaWriter {
 public:
  explicit SchemaWriter(const Sink& out) : out_(out) {}

  template <ContractType C>
  [[gnu::cold]] void contract() {
    begin_object();
    text("id", C::id);
    name("minor");
    out_.vtable->integer(out_.self, minor<C>());
    flag("plural", is_plural<C>());
    name("calls");
    out_.vtable->begin_array(out_.self);
    calls(typename C::Calls{});
    out_.vtable->end_array(out_.self);
    name("types");
    begin_object();
    types(typename C::Calls{});
    end_object();
    end_object();
  }

 private:
  void name(std::string_view n) { out_.vtable->name(out_.self, str(n)); }
  void begin_object() { out_.vtable->begin_object(out_.self); }
  void end_object() { out_.vtable->end_object(out_.self); }
  void text(std::string_view n, std::string_view value) {
    name(n);
    out_.vtable->text(out_.self, str(value));
  }
  void flag(std::string_view n, bool value) {
    name(n);
    out_.vtable->boolean(out_.self, value);
  }

  template <class... C>
  void calls(Calls<C...>) {
    (call<C>(), ...);
  }

  template <class Call>
  [[gnu::cold]] void call() {
    begin_object();
    text("name", type_name<Call>());
    text("request", type_name<Call>());
    text("reply", type_name<typename Call::Reply>());
    flag("public", is_public<Call>());
    flag("anonymous", is_anonymous<Call>());
    flag("idempotent", is_idempotent<Call>());
    text("permission", permission<Call>());
    text("summary", summary<Call>());
    end_object();
  }

  template <class... C>
  void types(Calls<C...>) {
    ((type<C>(), type<typename C::Reply>()), ...);
  }

  /// False when the type was written already.
  [[gnu::cold]] bool begin_type(std::string_view it) {
    for (const std::string_view written : written_) {
      if (written == it) return false;
    }
    written_.push_front(it);
    return true;
  }

  template <class T>
  [[gnu::cold]] void type() {
    if constexpr (IsOptional<T>::value || IsVector<T>::value) {
      type<typename T::value_type>();
    } else if constexpr (Described<T>) {
      if (!begin_type(type_name<T>())) return;
      name(type_name<T>());
      out_.vtable->begin_array(out_.self);
      size_t index = 0;
      each_member<T>([&](auto member, auto tag) {
        using M = typename decltype(tag)::type;
        this->member<M>(member.name, is_personal_type<M>() || is_marked_personal<T>(index),
                        is_subject<T>(index));
        ++index;
      });
      out_.vtable->end_array(out_.self);
      each_member<T>([&](auto, auto tag) { type<typename decltype(tag)::type>(); });
    }
  }

  template <class T, class Visit>
  static void each_member(Visit&& visit) {
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      using M = std::remove_cvref_t<decltype(std::declval<T&>().*member.pointer)>;
      visit(member, std::type_identity<M>{});
    });
  }

  template <class T>
  [[gnu::cold]] void member(std::string_view member_name, bool personal, bool subject) {
    begin_object();
    text("name", member_name);
    member_type<T>(false, false);
    if (personal) flag("personal", true);
    if (subject) flag("subject", true);
    end_object();
  }

  template <class T>
  [[gnu::cold]] void member_type(bool optional, bool list) {
    if constexpr (IsOptional<T>::value) {
      member_type<typename T::value_type>(true, list);
    } else if constexpr (IsVector<T>::value) {
      member_type<typename T::value_type>(optional, true);
    } else {
      if constexpr (Described<T>) {
        text("type", type_name<T>());
      } else {
        text("type", leaf_name<T>());
      }
      flag("optional", optional);
      flag("list", list);
      if constexpr (DescribedEnum<T>) {
        name("values");
        out_.vtable->begin_array(out_.self);
        boost::mp11::mp_for_each<boost::describe::describe_enumerators<T>>(
            [&](auto e) { out_.vtable->text(out_.self, str(e.name)); });
        out_.vtable->end_array(out_.self);
      }
    }
  }

  const Sink& out_;
  std::forward_list<std::string_view> written_;
};

}  // namespace curante
