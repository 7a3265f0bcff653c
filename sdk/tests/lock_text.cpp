// SPDX-License-Identifier: Apache-2.0
#include "lock_text.hpp"

#include "accounts.hpp"
#include "audit.hpp"
#include "chart.hpp"
#include "clock.hpp"
#include "curante/schema.hpp"
#include "database.hpp"
#include "documents.hpp"
#include "formulary.hpp"
#include "identity.hpp"
#include "personal_data.hpp"
#include "prescribing.hpp"
#include "recipe_transmitter.hpp"
#include "runtime/tree.hpp"
#include "sistema_ts.hpp"
#include "studio.hpp"
#include "terminology.hpp"
#include "verbs.hpp"

namespace curante::locks {

namespace json = boost::json;

namespace {

template <ContractType C>
Described describe() {
  kernel::TreeBuilder builder;
  const Sink sink = builder.sink();
  SchemaWriter(sink).contract<C>();
  std::string name(C::id.substr(0, C::id.find('/')));
  for (char& c : name) c = c == '-' ? '_' : c;
  return {name + ".lock", builder.take()};
}

bool is_flat(const json::value& value) {
  if (const json::object* object = value.if_object()) {
    for (const auto& [key, member] : *object) {
      if (member.is_structured() && !(member.is_array() && key == "values")) return false;
    }
    return true;
  }
  return !value.is_array();
}

void print(const json::value& value, std::string& out, const std::string& indent) {
  const std::string deeper = indent + "  ";
  if (is_flat(value)) {
    out += json::serialize(value);
  } else if (const json::array* array = value.if_array()) {
    out += "[";
    for (size_t i = 0; i < array->size(); ++i) {
      out += (i == 0 ? "\n" : ",\n") + deeper;
      print((*array)[i], out, deeper);
    }
    out += array->empty() ? "]" : "\n" + indent + "]";
  } else {
    out += "{";
    bool first = true;
    for (const auto& [key, member] : value.get_object()) {
      out += (first ? "\n" : ",\n") + deeper + json::serialize(json::value(key)) + ": ";
      print(member, out, deeper);
      first = false;
    }
    out += "\n" + indent + "}";
  }
}

}  // namespace

std::vector<Described> all_contracts() {
  return {describe<accounts::Contract>(),      describe<audit::Contract>(),
          describe<chart::Contract>(),         describe<clock::Contract>(),
          describe<database::Contract>(),      describe<documents::Contract>(),
          describe<formulary::Contract>(),     describe<identity::Contract>(),
          describe<personal_data::Contract>(), describe<prescribing::Contract>(),
          describe<recipe_transmitter::Contract>(), describe<sistema_ts::Contract>(),
          describe<studio::Contract>(),        describe<terminology::Contract>(),
          describe<verbs::Contract>()};
}

std::string lock_text(const json::value& description) {
  std::string out;
  print(description, out, "");
  return out + "\n";
}

}  // namespace curante::locks
