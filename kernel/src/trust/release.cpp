// SPDX-License-Identifier: Apache-2.0
#include "trust/release.hpp"

#include "manifest/plugin_manifest.hpp"

namespace curante::kernel {

namespace {

/// None when one of them cannot be such.
std::vector<Signature> statements_of(const Release& release) {
  std::vector<Signature> all;
  for (const auto& [id, line, text] : release.plugins.entries) {
    const size_t first = text.find(' '), second = text.rfind(' ');
    if (first == second || !is_plugin_id(id)) return {};
    all.push_back({release.format, id, text.substr(0, first),
                   text.substr(first + 1, second - first - 1), text.substr(second + 1),
                   release.until, "", release.key, ""});
    if (!is_whole(all.back())) return {};
  }
  return all;
}

}  // namespace

std::vector<Signature> read_release(std::string_view text, const std::string& file,
                                    Problems& problems) {
  const size_t before = problems.size();
  Release it;
  const auto root = read_info(text, file, problems);
  if (root) StructReader(file, problems).read(*root, it);
  const Seal seal = seal_of(text, release_purpose, it.key, it.signature);
  auto statements = statements_of(it);
  if (problems.size() != before || seal == Seal::open || statements.empty()) {
    problems.resize(before);
    problems.push_back({"release-malformed", file, 0, "it is no signature of a release",
                        "make it again with `curante plugin sign … --release NAME`"});
    return {};
  }
  if (seal == Seal::good) return statements;
  problems.push_back({"release-forged", file, 0,
                      "its text was changed, or the key it names did not make it",
                      "get the release again from its issuer"});
  return {};
}

}  // namespace curante::kernel
