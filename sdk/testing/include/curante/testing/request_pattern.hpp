// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "curante/testing/value_tree.hpp"

namespace curante::testing {

/// Which requests a line of a script is for: those that have all the values the pattern names.
/// Values are compared as the contract writes them, so an id's capital letters do not matter; a
/// list must be the same as a whole. Safe to use from several threads.
template <class Call>
class RequestPattern {
 public:
  /// Fits every request.
  RequestPattern() = default;
  /// Throws Error naming the value that is none of the contract.
  explicit RequestPattern(const Source& named)
      : named_(std::make_shared<ValueTree>()), wanted_(std::make_shared<ValueTree>()) {
    Call call{};
    decode(named, call);
    encode(wanted_->sink(), call);
    copy(named, named_->sink());
  }

  bool fits(const Call& request) const {
    if (!named_) return true;
    ValueTree given;
    encode(given.sink(), request);
    return fits(named_->source(), wanted_->source(), given.source());
  }

 private:
  static Source member(const Source& of, curante_str name) {
    return {of.vtable, of.vtable->get(of.node, name)};
  }
  static Source element(const Source& of, size_t index) {
    return {of.vtable, of.vtable->at(of.node, index)};
  }

  static void copy(const Source& from, const Sink& to) {
    const curante_reader& r = *from.vtable;
    if (r.kind(from.node) != CURANTE_OBJECT) return to.vtable->null(to.self);  // only names matter
    to.vtable->begin_object(to.self);
    for (size_t i = 0; i < r.count(from.node); ++i) {
      const curante_str name = r.name(from.node, i);
      to.vtable->name(to.self, name);
      copy(member(from, name), to);
    }
    to.vtable->end_object(to.self);
  }

  static bool fits(const Source& named, const Source& wanted, const Source& given) {
    const curante_reader& r = *named.vtable;
    if (r.kind(named.node) != CURANTE_OBJECT) return equal(wanted, given);
    for (size_t i = 0; i < r.count(named.node); ++i) {
      const curante_str name = r.name(named.node, i);
      if (!fits(member(named, name), member(wanted, name), member(given, name))) return false;
    }
    return true;
  }

  static bool equal(const Source& a, const Source& b) {
    const curante_reader& r = *a.vtable;
    const int32_t kind = r.kind(a.node);
    if (kind != r.kind(b.node) || r.count(a.node) != r.count(b.node)) return false;
    for (size_t i = 0; i < r.count(a.node); ++i) {
      const bool object = kind == CURANTE_OBJECT;
      const curante_str name = object ? r.name(a.node, i) : curante_str{};
      if (!(object ? equal(member(a, name), member(b, name))
                   : equal(element(a, i), element(b, i)))) {
        return false;
      }
    }
    return r.integer(a.node) == r.integer(b.node) && r.real(a.node) == r.real(b.node) &&
           view(r.text(a.node)) == view(r.text(b.node));
  }

  std::shared_ptr<ValueTree> named_, wanted_;
};

}  // namespace curante::testing
