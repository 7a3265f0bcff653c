// SPDX-License-Identifier: Apache-2.0
#include "recording/recording.hpp"

#include <algorithm>
#include <fstream>

#include "curante/error.hpp"
#include "runtime/tree.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

/// Each time that its plugin started, the recording begins anew: what is known last, counts. Throws
/// Error or boost's exceptions when a member is missing or of another kind.
void read_head(const json::object& line, Recording& out) {
  const std::string contract(line.at("contract").as_string());
  if (!out.contract.empty() && out.contract != contract) {
    throw Error("recording-unreadable", "here begins a recording of " + contract);
  }
  out.contract = contract;
  out.minor = line.at("minor").to_number<uint32_t>();
  out.description = line.at("description").as_object();
  if (out.description.at("id").as_string() != out.contract) {
    throw Error("recording-unreadable", "its description is of another contract");
  }
  for (const json::value& call : out.description.at("calls").as_array()) {
    for (const char* member : {"name", "request", "reply", "permission"}) {
      call.at(member).as_string();
    }
    for (const char* member : {"public", "anonymous", "idempotent"}) call.at(member).as_bool();
  }
  out.description.at("types").as_object();
}

void read_call(const json::object& line, Recording& out) {
  const std::string name(line.at("call").as_string());
  const json::array& calls = out.description.at("calls").as_array();
  const bool known = std::any_of(calls.begin(), calls.end(), [&](const json::value& it) {
    return it.at("name").as_string() == name;
  });
  if (!known) throw Error("recording-unreadable", "the contract has no call " + name);
  Recording::Call call{line.at("request"), nullptr, ""};
  if (const json::value* error = line.if_contains("error")) {
    call.error_code = error->at("code").as_string();
  } else {
    call.reply = line.at("reply");
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
    } catch (const std::exception& e) {
      throw refuse(e.what());
    }
  }
  if (number == 0) throw refuse("the file is missing or empty");
  return out;
}

}  // namespace curante::kernel
