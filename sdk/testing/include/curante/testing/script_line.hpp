// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "curante/testing/known_members.hpp"
#include "curante/testing/request_pattern.hpp"

namespace curante::testing {

struct ScriptedError {
  std::string code;
  std::string message;
  std::string remedy;
};
CURANTE_DESCRIBE(ScriptedError, code, message, remedy);

/// What a line of a script says to one call: `{"call":"Now","reply":{…}}` or
/// `{"call":"Now","error":{"code":…,"message":…,"remedy":…}}`, with `"when":{…}` for some requests
/// only and `"times":N` for the first N of them.
template <class Call>
class ScriptLine {
 public:
  /// Throws Error saying what is wrong with the line.
  explicit ScriptLine(const Source& line) {
    const auto part = [&](std::string_view name) {
      return Source{line.vtable, line.vtable->get(line.node, str(name))};
    };
    known(line);
    const Source reply = part("reply"), error = part("error"), times = part("times");
    if ((reply.node == nullptr) == (error.node == nullptr)) {
      wrong("it has neither «reply» nor «error», or both");
    }
    if (times.node != nullptr) {
      int64_t count = 0;
      decode(times, count, Path{&root_, "times", 0});
      if (count < 1) wrong("«times» is less than 1");
      left_ = count;
    }
    if (error.node != nullptr) {
      error_.emplace(read<ScriptedError>(error, "error"));
      if (error_->code.empty()) wrong("«error» has no «code»");
    } else {
      reply_ = read<typename Call::Reply>(reply, "reply");
    }
    if (const Source when = part("when"); when.node != nullptr) {
      read<Call>(when, "when");
      when_ = RequestPattern<Call>(when);
    }
  }

  bool fits(const Call& request) const { return (!left_ || *left_ > 0) && when_.fits(request); }
  void use() {
    if (left_) --*left_;
  }
  /// Throws the Error where the line says so.
  typename Call::Reply answer() const {
    if (error_) throw Error(error_->code, error_->message, error_->remedy);
    return reply_;
  }

 private:
  [[noreturn]] static void wrong(const std::string& what) {
    throw Error("invalid-value", what,
                R"(write {"call":…,"reply":{…}} or {"call":…,"error":{"code":…}})");
  }
  static void known(const Source& line) {
    for (size_t i = 0; i < line.vtable->count(line.node); ++i) {
      const std::string_view name = view(line.vtable->name(line.node, i));
      bool found = false;
      for (const char* it : {"call", "reply", "error", "times", "when"})
        found = found || name == it;
      if (!found) wrong("«" + std::string(name) + "» is not known here");
    }
  }
  template <class T>
  static T read(const Source& in, const char* name) {
    const Path path{&root_, name, 0};
    T value{};
    if (in.vtable->kind(in.node) != CURANTE_OBJECT)
      wrong(std::string("«") + name + "» is no object");
    require_known_members<T>(in, path);
    decode(in, value, path);
    return value;
  }

  static constexpr Path root_{};
  RequestPattern<Call> when_;
  std::optional<int64_t> left_;
  std::optional<ScriptedError> error_;
  typename Call::Reply reply_{};
};

}  // namespace curante::testing
