// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <charconv>
#include <set>
#include <string>
#include <vector>

#include "curante/describe.hpp"
#include "info/info_document.hpp"

namespace curante::kernel {

/// Entries whose keys are names: `chart/1 { minor 2 }`. Each name once.
template <class T>
struct Named {
  struct Entry {
    std::string name;
    int line = 0;
    T value{};
  };
  std::vector<Entry> entries;

  const Entry* find(const std::string& name) const {
    for (const Entry& entry : entries) {
      if (entry.name == name) return &entry;
    }
    return nullptr;
  }
};

/// Entries whose key may stand several times: `page { … }  page { … }`.
template <class T>
struct Repeated {
  struct Entry {
    int line = 0;
    T value{};
  };
  std::vector<Entry> entries;
};

/// Turns an INFO tree into described structs. The opposite of the wire rule: an unknown or a double
/// key is a problem, named with its line, since a manifest's typing error must not pass.
class StructReader {
 public:
  StructReader(std::string file, Problems& problems)
      : file_(std::move(file)), problems_(problems) {}

  template <Described T>
  void read(const InfoNode& node, T& value) {
    std::set<std::string> seen;
    for (const InfoNode& child : node.children) {
      bool known = false;
      boost::mp11::mp_for_each<Members<T>>([&](auto member) {
        if (child.key != member.name) return;
        known = true;
        using M = std::remove_cvref_t<decltype(value.*member.pointer)>;
        if (!seen.insert(child.key).second && !is_repeated(static_cast<M*>(nullptr))) {
          report("info-double-key", child.line, "«" + child.key + "» stands here a second time",
                 "keep one of the two");
        }
        take(child, value.*member.pointer);
      });
      if (!known) {
        report("info-unknown-key", child.line, "«" + child.key + "» is not known here",
               "known are: " + names<T>());
      }
    }
  }

 private:
  void report(std::string code, int line, std::string message, std::string remedy) {
    problems_.push_back({std::move(code), file_, line, std::move(message), std::move(remedy)});
  }

  template <class T>
  static std::string names() {
    std::string out;
    boost::mp11::mp_for_each<Members<T>>([&](auto member) {
      if (!out.empty()) out += ", ";
      out += member.name;
    });
    return out.empty() ? "no keys" : out;
  }

  template <class T>
  static bool is_repeated(Repeated<T>*) {
    return true;
  }
  static bool is_repeated(void*) { return false; }

  void no_children(const InfoNode& node) {
    if (!node.children.empty()) {
      report("info-wrong-type", node.line, "«" + node.key + "» takes a value, not { … }",
             "write the value after the key");
    }
  }

  void take(const InfoNode& node, std::string& value) {
    no_children(node);
    value = node.value;
  }
  void take(const InfoNode& node, bool& value) {
    no_children(node);
    value = node.value == "true";
    if (node.value != "true" && node.value != "false") {
      report("info-wrong-type", node.line, "«" + node.key + "» is true or false",
             "write one of the two");
    }
  }
  void take(const InfoNode& node, int32_t& value) {
    no_children(node);
    const char* end = node.value.data() + node.value.size();
    const auto result = std::from_chars(node.value.data(), end, value);
    if (result.ec != std::errc{} || result.ptr != end) {
      report("info-wrong-type", node.line, "«" + node.key + "» is a whole number",
             "write digits only");
    }
  }
  template <class T>
  void take(const InfoNode& node, Named<T>& value) {
    if (!node.value.empty()) {
      report("info-wrong-type", node.line, "«" + node.key + "» takes { … }, not a value",
             "write its entries between braces");
    }
    for (const InfoNode& child : node.children) {
      if (value.find(child.key) != nullptr) {
        report("info-double-key", child.line, "«" + child.key + "» stands here a second time",
               "keep one of the two");
        continue;
      }
      auto& entry = value.entries.emplace_back();
      entry.name = child.key;
      entry.line = child.line;
      take(child, entry.value);
    }
  }
  template <class T>
  void take(const InfoNode& node, Repeated<T>& value) {
    auto& entry = value.entries.emplace_back();
    entry.line = node.line;
    take(node, entry.value);
  }
  template <Described T>
  void take(const InfoNode& node, T& value) {
    if (!node.value.empty()) {
      report("info-wrong-type", node.line, "«" + node.key + "» takes { … }, not a value",
             "known are: " + names<T>());
    }
    read(node, value);
  }

  std::string file_;
  Problems& problems_;
};

}  // namespace curante::kernel
