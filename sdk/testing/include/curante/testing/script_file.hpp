// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fstream>
#include <mutex>
#include <string>
#include <tuple>
#include <vector>

#include "curante/json.hpp"
#include "curante/testing/script_line.hpp"

namespace curante::testing {

/// A contract's answers from a file of JSON lines. To each request the first line that fits and is
/// not used up answers. Safe to use from several threads once it is read.
template <ContractType Contract>
class ScriptFile {
 public:
  /// Throws Error{"mock-script"} naming the line. The host reads the JSON.
  ScriptFile(const Host& host, const std::string& file) {
    std::ifstream in(file);
    std::string text;
    for (size_t number = 1; std::getline(in, text); ++number) {
      if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
      try {
        add(host, text);
      } catch (const Error& e) {
        throw Error("mock-script", file + " line " + std::to_string(number) + ": " + e.message(),
                    e.remedy());
      }
    }
    if (!in.eof()) {
      throw Error("mock-script", file + " cannot be read",
                  "name a file of JSON lines in the setting «script»");
    }
  }

  /// Throws Error{"mock-unscripted"} when no line fits.
  template <class Call>
  typename Call::Reply answer(const Call& request) {
    const std::lock_guard lock(mutex_);
    for (ScriptLine<Call>& line : lines<Call>()) {
      if (!line.fits(request)) continue;
      line.use();
      return line.answer();
    }
    throw Error("mock-unscripted",
                "the script of " + std::string(Contract::id) + " has no answer (left) to this " +
                    std::string(type_name<Call>()),
                "add a line for it, or take the script away: then defaults answer");
  }

 private:
  template <class List>
  struct LinesOf;
  template <class... Call>
  struct LinesOf<Calls<Call...>> {
    using type = std::tuple<std::vector<ScriptLine<Call>>...>;
  };

  template <class Call>
  std::vector<ScriptLine<Call>>& lines() {
    return std::get<std::vector<ScriptLine<Call>>>(lines_);
  }

  /// The tree lives while the host reads it to us; nothing may be thrown through the host.
  void add(const Host& host, const std::string& text) {
    struct Reading {
      ScriptFile& script;
      std::exception_ptr failed;
    } reading{*this, nullptr};
    const auto read = [](void* self, curante_node node, const curante_reader* vtable) {
      auto& it = *static_cast<Reading*>(self);
      try {
        it.script.add_line(Source{vtable, node});
      } catch (...) {
        it.failed = std::current_exception();
      }
    };
    FailureCatcher failure;
    failure.check(host.json()->parse(host.edge()->self, str(text), read, &reading, failure.edge()));
    if (reading.failed) std::rethrow_exception(reading.failed);
  }

  void add_line(const Source& line) {
    const std::string name(view(line.vtable->text(line.vtable->get(line.node, str("call")))));
    bool found = false;
    using Tagged = boost::mp11::mp_transform<std::type_identity, typename Contract::Calls>;
    boost::mp11::mp_for_each<Tagged>([&](auto tag) {
      using Call = typename decltype(tag)::type;
      if (type_name<Call>() != name) return;
      found = true;
      lines<Call>().emplace_back(line);
    });
    if (found) return;
    throw Error("invalid-value", "«" + name + "» is no call of " + std::string(Contract::id),
                "begin the line like {\"call\":\"NameOfACall\", …");
  }

  std::mutex mutex_;
  typename LinesOf<typename Contract::Calls>::type lines_;
};

}  // namespace curante::testing
