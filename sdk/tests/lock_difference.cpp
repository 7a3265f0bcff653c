// SPDX-License-Identifier: Apache-2.0
#include "lock_difference.hpp"

namespace curante::locks {

namespace json = boost::json;

namespace {

std::string text_of(const json::value& object, const char* name) {
  return std::string(object.as_object().at(name).as_string());
}

class Comparison {
 public:
  Comparison(const json::value& locked, const json::value& now) : locked_(locked), now_(now) {
    const std::string id = text_of(locked, "id");
    const size_t slash = id.find('/');
    next_ = "bump to /" + std::to_string(std::stoi(id.substr(slash + 1)) + 1);
  }

  std::vector<Difference> run() {
    lists(locked_.at("calls").as_array(), now_.at("calls").as_array(), "call", "the contract");
    const json::object& before = locked_.at("types").as_object();
    const json::object& after = now_.at("types").as_object();
    for (const auto& [name, members] : before) {
      const json::value* there = after.if_contains(name);
      if (there == nullptr) {
        breaking("type " + std::string(name) + " removed");
      } else {
        lists(members.as_array(), there->as_array(), "member", std::string(name));
      }
    }
    for (const auto& [name, members] : after) {
      if (!before.contains(name)) additive("type " + std::string(name));
    }
    if (locked_.at("plural") != now_.at("plural")) breaking("plural changed");
    return std::move(out_);
  }

 private:
  /// Calls of a contract or members of a type: what was there stays, in place and unchanged.
  void lists(const json::array& before, const json::array& after, const std::string& kind,
             const std::string& owner) {
    for (size_t i = 0; i < before.size(); ++i) {
      const std::string name = text_of(before[i], "name");
      const std::string what = kind + " " + name + " of " + owner;
      const json::value* there = nullptr;
      size_t place = 0;
      for (size_t k = 0; k < after.size(); ++k) {
        if (text_of(after[k], "name") == name) there = &after[place = k];
      }
      if (there == nullptr) {
        breaking(what + " removed");
      } else if (place != i) {
        breaking(what + " moved");
      } else if (!same(before[i], *there)) {
        breaking(what + " changed");
      } else if (is_personal(before[i]) != is_personal(*there)) {
        additive(what + (is_personal(*there) ? " is personal now" : " is personal no more"));
      } else if (is_subject(before[i]) != is_subject(*there)) {
        additive(what + (is_subject(*there) ? " is the subject now" : " is the subject no more"));
      }
    }
    for (size_t i = before.size(); i < after.size(); ++i) {
      additive(kind + " " + text_of(after[i], "name") + " of " + owner);
    }
  }

  static bool is_personal(const json::value& member) {
    return member.as_object().contains("personal");
  }

  static bool is_subject(const json::value& member) {
    return member.as_object().contains("subject");
  }

  /// A summary is prose, a mark changes no layout; enumeration values may be added
  /// at the end.
  static bool same(const json::value& before, const json::value& after) {
    for (const auto& [key, value] : before.as_object()) {
      if (key == "summary" || key == "personal" || key == "subject") continue;
      const json::value* there = after.as_object().if_contains(key);
      if (there == nullptr) return false;
      if (key != "values") {
        if (*there != value) return false;
        continue;
      }
      const json::array& old_values = value.as_array();
      const json::array& new_values = there->as_array();
      if (new_values.size() < old_values.size()) return false;
      for (size_t i = 0; i < old_values.size(); ++i) {
        if (old_values[i] != new_values[i]) return false;
      }
    }
    return true;
  }

  void breaking(const std::string& text) {
    out_.push_back({true, "breaking: " + text + ", " + next_});
  }
  void additive(const std::string& text) { out_.push_back({false, "additive: " + text}); }

  const json::value& locked_;
  const json::value& now_;
  std::string next_;
  std::vector<Difference> out_;
};

}  // namespace

std::vector<Difference> differences(const json::value& locked, const json::value& now) {
  return Comparison(locked, now).run();
}

}  // namespace curante::locks
