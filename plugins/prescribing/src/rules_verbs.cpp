// SPDX-License-Identifier: Apache-2.0
#include "rules_verbs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "rule_set.hpp"

namespace curante::prescribing {
namespace {

const verbs::Verb check_verb{"rules check",
                             "Reads a package of prescribing rules and says what is wrong", "FILE"};

std::string text_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (!in || !(text << in.rdbuf())) {
    throw Error("rules-unreadable", "non si può leggere " + path.string(),
                "controllare il nome del file, e che chi esegue il programma possa leggerlo");
  }
  return text.str();
}

template <class Block>
std::string counted(const char* what, const std::vector<Block>& blocks) {
  const auto off = std::count_if(blocks.begin(), blocks.end(),
                                 [](const Block& it) { return !it.force.applied; });
  return fmt::format("{:<8}{:>4}  {} off\n", what, blocks.size(), off);
}

}  // namespace

verbs::VerbList RulesVerbs::on(const CallContext&, const verbs::List&) const {
  return {{check_verb}};
}

verbs::Outcome RulesVerbs::on(const CallContext&, const verbs::Run& request) const {
  if (request.words != check_verb.words || request.arguments.size() != 1 ||
      request.arguments[0].starts_with('-')) {
    return {2, fmt::format("usage: curante {} {}\n", check_verb.words, check_verb.usage)};
  }
  const auto path = std::filesystem::path(request.directory) / request.arguments[0];
  try {
    const RuleSet set = read_rules(text_of(path), path.filename().string());
    return {0, fmt::format("good     {} {}\n", set.name, set.version) +
                   counted("rules", set.rules) + counted("limits", set.limits) +
                   counted("lists", set.lists) + counted("recipes", set.recipes) +
                   counted("splits", set.splits) + counted("fills", set.fills)};
  } catch (const Error& e) {
    return {1, fmt::format("{} [{}]\n{}\n", e.message(), e.code(), e.remedy())};
  }
}

}  // namespace curante::prescribing
