// SPDX-License-Identifier: Apache-2.0
#include "lock_text.hpp"

#include "curante/schema.hpp"
#include "every_contract.hpp"
#include "runtime/tree.hpp"

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
  std::vector<Described> all;
  boost::mp11::mp_for_each<boost::mp11::mp_transform<std::type_identity, EveryContract>>(
      [&](auto contract) { all.push_back(describe<typename decltype(contract)::type>()); });
  return all;
}

std::string lock_text(const json::value& description) {
  std::string out;
  print(description, out, "");
  return out + "\n";
}

}  // namespace curante::locks
