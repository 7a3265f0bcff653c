// SPDX-License-Identifier: Apache-2.0
#include "cli/project_names.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "curante/error.hpp"

namespace curante::kernel {

namespace {

/// Words of C++20, and what compilers and the C library define as macros.
const std::set<std::string_view> words_of_cxx{
    "alignas",       "alignof",     "and",       "and_eq",       "asm",       "auto",
    "bitand",        "bitor",       "bool",      "break",        "case",      "catch",
    "char",          "char16_t",    "char32_t",  "char8_t",      "class",     "co_await",
    "co_return",     "co_yield",    "compl",     "concept",      "const",     "const_cast",
    "consteval",     "constexpr",   "constinit", "continue",     "decltype",  "default",
    "delete",        "do",          "double",    "dynamic_cast", "else",      "enum",
    "errno",         "explicit",    "export",    "extern",       "false",     "float",
    "for",           "friend",      "goto",      "i386",         "if",        "inline",
    "int",           "linux",       "long",      "mutable",      "namespace", "new",
    "noexcept",      "not",         "not_eq",    "nullptr",      "operator",  "or",
    "or_eq",         "private",     "protected", "public",       "register",  "reinterpret_cast",
    "requires",      "return",      "short",     "signed",       "sizeof",    "static",
    "static_assert", "static_cast", "stderr",    "stdin",        "stdout",    "struct",
    "switch",        "template",    "this",      "thread_local", "throw",     "true",
    "try",           "typedef",     "typeid",    "typename",     "union",     "unix",
    "unsigned",      "using",       "virtual",   "void",         "volatile",  "wchar_t",
    "while",         "xor",         "xor_eq"};

/// What stands in the namespace `curante` already, or is looked for from there.
const std::set<std::string_view> words_of_sdk{
    "abi_difference",   "abi_tag",   "boost",    "conformance", "curante",     "decode",
    "decode_leaf",      "detail",    "embedded", "encode",      "from_base64", "from_json",
    "guarded",          "isolation", "kernel",   "located",     "provide",     "publish",
    "sql_state_reader", "std",       "str",      "testing",     "to_base64",   "to_json",
    "use_each",         "view"};

[[noreturn]] void refuse(const std::string& message, const std::string& remedy) {
  throw Error("usage", message, remedy);
}

/// A letter first, then letters, digits, and single '-' between them.
bool is_plain(std::string_view name) {
  return !name.empty() && name.front() >= 'a' && name.front() <= 'z' && name.back() != '-' &&
         name.find("--") == std::string_view::npos;
}

bool holds(const std::vector<std::string>& all, const std::string& one) {
  return std::ranges::find(all, one) != all.end();
}

void check_contract(const std::string& contract, const ProjectNames& names) {
  const std::string name = name_space_of(contract);
  const std::string remedy = "name another one with --provides, like greetings/1";
  if (!is_plain(contract.substr(0, contract.find('/')))) {
    refuse(
        "«" + contract + "» cannot be a namespace: it begins with no letter, or a '-' stands alone",
        remedy);
  }
  if (words_of_cxx.contains(name)) refuse("«" + name + "» is a word of C++ already", remedy);
  if (words_of_sdk.contains(name) || name == "answers") {
    refuse("«" + name + "» is a name of the SDK or of its template already", remedy);
  }
  if (holds(names.own, contract) && holds(names.known, name)) {
    refuse("the SDK has a " + name + ".hpp already, and it is not " + contract, remedy);
  }
}

}  // namespace

std::string name_space_of(const std::string& contract) {
  std::string name = contract.substr(0, contract.find('/'));
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

void check_names(const ProjectNames& names) {
  const std::string room = names.id.substr(names.id.rfind('.') + 1);
  if (!is_plain(room) || room == "answers") {
    refuse(
        "no class can be named after «" + room + "»",
        "let the id end in a word of small letters that is not «answers», like it.example.hello");
  }
  std::set<std::string> taken;
  for (const auto* list : {&names.provides, &names.uses}) {
    for (const std::string& contract : *list) {
      check_contract(contract, names);
      if (list == &names.uses && holds(names.provides, contract)) {
        refuse(
            names.id + " would provide " + contract + " and use it: no plugin is bound to itself",
            "name what it provides with --provides, and only others' contracts with --uses");
      }
      if (!taken.insert(name_space_of(contract)).second) {
        refuse("two contracts would be " + name_space_of(contract) + ".hpp",
               "name each contract once, in one revision");
      }
    }
  }
}

}  // namespace curante::kernel
