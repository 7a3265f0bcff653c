// SPDX-License-Identifier: Apache-2.0
#include "recorded_form.hpp"

#include <algorithm>

#include "cli/installation.hpp"
#include "curante/error.hpp"
#include "recording/redaction.hpp"
#include "suite.hpp"

namespace curante::conformance {

namespace json = boost::json;

const json::object& RecordedForm::description(const std::string& contract) {
  json::object& it = descriptions_[contract];
  if (it.empty()) {
    std::string name = contract.substr(0, contract.find('/'));
    std::replace(name.begin(), name.end(), '-', '_');
    it = read_json(kernel::Installation::here().contracts + "/" + name + ".lock").as_object();
  }
  return it;
}

json::value RecordedForm::of(const std::string& contract, const std::string& call,
                             const json::value& answer) {
  const json::object& whole = answer.as_object();
  if (whole.contains("error")) {
    return json::object{{"error", whole.at("error")}};
  }
  const json::object& it = description(contract);
  for (const json::value& one : it.at("calls").as_array()) {
    if (one.at("name").as_string() != call) continue;
    const std::string_view type = one.at("reply").as_string();
    return json::object{{"reply", kernel::redacted(it, type, whole.at("reply"))}};
  }
  throw Error("suite-malformed", contract + " has no call " + call, "");
}

}  // namespace curante::conformance
