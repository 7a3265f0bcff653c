// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "curante/codec.hpp"

namespace curante::web {

/// A node of the host's tree, read by name: for descriptions whose shape is no struct.
class Tree {
 public:
  explicit Tree(const Source& source) : source_(source) {}

  Tree get(std::string_view name) const {
    return Tree({source_.vtable, source_.vtable->get(source_.node, str(name))});
  }
  Tree at(size_t index) const {
    return Tree({source_.vtable, source_.vtable->at(source_.node, index)});
  }
  size_t count() const { return source_.vtable->count(source_.node); }
  std::string name(size_t index) const {
    return std::string(view(source_.vtable->name(source_.node, index)));
  }
  std::string text() const { return std::string(view(source_.vtable->text(source_.node))); }
  std::string text(std::string_view member) const { return get(member).text(); }
  bool flag(std::string_view member) const {
    return source_.vtable->boolean(get(member).source_.node) != 0;
  }

 private:
  Source source_;
};

/// Writes an object or array, closed at the end of its scope.
class Scope {
 public:
  enum class Kind { object, array };
  Scope(const Sink& out, Kind kind) : out_(out), kind_(kind) {
    kind == Kind::object ? out.vtable->begin_object(out.self) : out.vtable->begin_array(out.self);
  }
  ~Scope() {
    kind_ == Kind::object ? out_.vtable->end_object(out_.self) : out_.vtable->end_array(out_.self);
  }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

  void name(std::string_view text) const { out_.vtable->name(out_.self, str(text)); }
  void text(std::string_view member, std::string_view value) const {
    name(member);
    out_.vtable->text(out_.self, str(value));
  }

 private:
  const Sink& out_;
  Kind kind_;
};

}  // namespace curante::web
