// SPDX-License-Identifier: Apache-2.0
#include "trust/release.hpp"

#include <cstdlib>

#include "cli/signing_key.hpp"

using namespace curante::kernel;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const SigningKey key = SigningKey::generate();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Problems problems;
  // Nobody signed the input, so nothing may come of it.
  if (read_signature(text, "f", problems) || problems.size() != 1) std::abort();
  if (!read_release(text, "f", problems).empty() || problems.size() != 2) std::abort();

  // Whatever a statement holds: what is signed is read back as it was, or not at all.
  Signature statement;
  statement.plugin = text.substr(0, size / 2);
  statement.version = text.substr(size / 2);
  statement.library = statement.manifest = std::string(64, '0');
  problems.clear();
  const auto read = read_signature(sign(statement, key), "f", problems);
  if (read.has_value() != problems.empty()) std::abort();
  if (read && (read->library != statement.library || read->key != key.public_key())) std::abort();

  Release release;
  release.until = statement.plugin;
  release.plugins.entries.push_back({"test.greeter", 0, statement.version});
  problems.clear();
  const auto together = read_release(sign(release, key), "f", problems);
  if (together.empty() == problems.empty()) std::abort();
  if (!together.empty() && together.front().key != key.public_key()) std::abort();
  return 0;
}
