// SPDX-License-Identifier: Apache-2.0
#include "recording/recording.hpp"

#include <algorithm>
#include <fstream>
#include <utility>

#include "curante/error.hpp"
#include "isolation/contract_description.hpp"
#include "runtime/tree.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

const json::value& member(const json::object& line, std::string_view name) {
  const json::value* found = line.if_contains(name);
  if (found == nullptr) throw Error("recording-unreadable", "it has no " + std::string(name));
  return *found;
}

std::string text(const json::object& line, std::string_view name) {
  const json::string* found = member(line, name).if_string();
  if (found == nullptr) throw Error("recording-unreadable", std::string(name) + " is no text");
  return std::string(*found);
}

/// Each time that its plugin started, the recording begins anew: what is known last, counts. Throws
/// Error when a member is missing or of another kind.
void read_head(const json::object& line, Recording& out) {
  const std::string contract = text(line, "contract");
  if (!out.contract.empty() && out.contract != contract) {
    throw Error("recording-unreadable", "here begins a recording of " + contract);
  }
  out.contract = contract;
  const int64_t* minor = member(line, "minor").if_int64();
  if (minor == nullptr || !std::in_range<int32_t>(*minor) || *minor < 0) {
    throw Error("recording-unreadable", "minor is no number of a revision");
  }
  out.minor = static_cast<uint32_t>(*minor);
  // Whoever altered the file is believed no more than a process of its own is.
  out.description = isolation::checked_description(member(line, "description"), contract);
}

void read_call(const json::object& line, Recording& out) {
  const std::string name = text(line, "call");
  const json::array& calls = out.description.at("calls").as_array();
  const bool known = std::any_of(calls.begin(), calls.end(), [&](const json::value& it) {
    return it.at("name").as_string() == name;
  });
  if (!known) throw Error("recording-unreadable", "the contract has no call " + name);
  Recording::Call call{member(line, "request"), nullptr, ""};
  if (!line.contains("error")) {
    call.reply = member(line, "reply");
  } else if (const json::object* error = line.at("error").if_object()) {
    call.error_code = text(*error, "code");
  } else {
    throw Error("recording-unreadable", "error is no object");
  }
  out.calls.emplace_back(name, std::move(call));
}

}  // namespace

Recording Recording::read(const std::string& file) {
  std::ifstream in(file);
  Recording out;
  size_t number = 0;
  const auto refuse = [&](const std::string& why) {
    return Error("recording-unreadable",
                 file + " line " + std::to_string(number) + " is no line of a recording: " + why,
                 "record it again, or name another file");
  };
  for (std::string line; std::getline(in, line);) {
    ++number;
    // The half line of a run that was killed; in mid-word, so no other line looks like it.
    if (in.eof() && number > 1 && !line.ends_with('}')) break;
    try {
      const json::value tree = parse_text(line);
      if (!tree.is_object()) throw Error("recording-unreadable", "it is no object");
      const json::object& object = tree.get_object();
      const bool head = number == 1 || object.contains("contract");
      head ? read_head(object, out) : read_call(object, out);
    } catch (const Error& e) {
      throw refuse(e.message());
    }
  }
  if (number == 0) throw refuse("the file is missing or empty");
  return out;
}

}  // namespace curante::kernel
