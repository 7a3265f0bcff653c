// SPDX-License-Identifier: Apache-2.0
#include "suite.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "curante/error.hpp"
#include "runtime/tree.hpp"

namespace curante::conformance {

namespace fs = std::filesystem;
namespace json = boost::json;

namespace {

std::string text_at(const json::object& object, std::string_view name) {
  const json::value* it = object.if_contains(name);
  return it == nullptr ? std::string() : std::string(it->as_string());
}

bool flag_at(const json::object& object, std::string_view name) {
  const json::value* it = object.if_contains(name);
  return it != nullptr && it->as_bool();
}

Step read_step(const json::object& it, const std::string& contract) {
  static const std::set<std::string_view> known{"contract", "call", "request", "as",    "expect",
                                                "error",    "keep", "varies",  "until", "optional"};
  for (const auto& member : it) {
    if (!known.contains(member.key())) {
      throw Error("suite-malformed", "unknown member " + std::string(member.key()), "");
    }
  }
  Step step;
  step.contract = it.contains("contract") ? text_at(it, "contract") : contract;
  step.call = it.at("call").as_string();
  if (const auto* request = it.if_contains("request")) step.request = request->as_object();
  if (const auto* as = it.if_contains("as")) step.as = as->as_object();
  if (const auto* expect = it.if_contains("expect")) step.expect = *expect;
  step.error = text_at(it, "error");
  step.until = text_at(it, "until");
  step.optional = flag_at(it, "optional");
  if (const auto* keep = it.if_contains("keep")) {
    for (const auto& [name, place] : keep->as_object()) step.keep[name] = place.as_string();
  }
  if (const auto* varies = it.if_contains("varies")) {
    for (const json::value& place : varies->as_array()) {
      step.varies.emplace_back(place.as_string());
    }
  }
  return step;
}

std::string file_name(std::string contract) {
  std::replace(contract.begin(), contract.end(), '/', '_');
  return contract;
}

}  // namespace

json::value read_json(const std::string& file) {
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw Error("suite-malformed", file + " cannot be read", "");
  try {
    return kernel::parse_text(text);
  } catch (const Error& e) {
    throw Error("suite-malformed", file + ": " + e.message(), e.remedy());
  }
}

Suite read_suite(const std::string& file) {
  const json::value tree = read_json(file);
  size_t number = 0;
  try {
    const json::object& it = tree.as_object();
    Suite suite{fs::path(file).stem().string(),
                text_at(it, "contract"),
                flag_at(it, "refuses_nothing"),
                {}};
    for (const json::value& step : it.at("steps").as_array()) {
      ++number;
      suite.steps.push_back(read_step(step.as_object(), suite.contract));
    }
    return suite;
  } catch (const std::exception& e) {
    throw Error("suite-malformed", file + ", step " + std::to_string(number) + ": " + e.what(), "");
  }
}

std::vector<Suite> suites_for(const std::string& directory, const std::string& contract,
                              const std::string& provider) {
  const std::string stem = directory + "/" + file_name(contract);
  std::vector<Suite> suites{read_suite(stem + ".json")};
  const std::string own = stem + "." + provider + ".json";
  if (fs::exists(own)) suites.push_back(read_suite(own));
  return suites;
}

std::vector<std::string> missing_in(const std::string& directory, const std::string& lock_file) {
  const json::value lock = read_json(lock_file);
  const std::string contract(lock.at("id").as_string());
  std::vector<std::string> missing;
  if (!fs::exists(directory + "/" + file_name(contract) + ".json")) {
    return {contract + " has no suite"};
  }
  const Suite suite = read_suite(directory + "/" + file_name(contract) + ".json");
  const auto tries = [&](const auto& which) {
    return std::any_of(suite.steps.begin(), suite.steps.end(),
                       [&](const Step& step) { return step.contract == contract && which(step); });
  };
  for (const json::value& call : lock.at("calls").as_array()) {
    const std::string name(call.at("name").as_string());
    const bool asked =
        tries([&](const Step& it) { return it.call == name && (it.expect || !it.error.empty()); });
    if (!asked) missing.push_back(contract + " " + name + " is never asked");
  }
  if (!suite.refuses_nothing && !tries([](const Step& it) { return !it.error.empty(); })) {
    missing.push_back(contract + " is never made to refuse");
  }
  return missing;
}

}  // namespace curante::conformance
