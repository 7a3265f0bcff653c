// SPDX-License-Identifier: Apache-2.0
#include "trust/signature.hpp"

#include "curante/moment.hpp"
#include "trust/digest.hpp"

namespace curante::kernel {

namespace {

/// Keeps a signature of ours from passing for one over something else with the same key.
constexpr std::string_view purpose = "curante plugin signature 1\n";
constexpr std::string_view last_key = "signature ";
constexpr size_t last_line_size = last_key.size() + 128 + 1;

bool is_day(const std::string& text) {
  try {
    return text.empty() || !Date::parse(text).iso().empty();
  } catch (const Error&) {
    return false;
  }
}

bool is_whole(const Signature& it) {
  return it.format == 1 && from_hex(it.library, 32) && from_hex(it.manifest, 32) &&
         from_hex(it.key, 32) && is_day(it.until);
}

}  // namespace

std::string sign(Signature statement, const SigningKey& key) {
  std::string text = "format    1\nplugin    " + statement.plugin + "\nversion   " +
                     statement.version + "\nlibrary   " + statement.library + "\nmanifest  " +
                     statement.manifest + "\n";
  if (!statement.until.empty()) text += "until     " + statement.until + "\n";
  text += "key       " + key.public_key() + "\n";
  const std::string signature = key.sign(std::string(purpose) + text);
  return text + std::string(last_key) + signature + "\n";
}

std::optional<Signature> read_signature(std::string_view text, const std::string& file,
                                        Problems& problems) {
  const size_t before = problems.size();
  Signature it;
  const auto root = read_info(text, file, problems);
  if (root) StructReader(file, problems).read(*root, it);
  // What follows the signature would not be signed: it must be the last line, to the octet.
  const std::string last = std::string(last_key) + it.signature + "\n";
  const bool closed = last.size() == last_line_size && text.ends_with(last);
  if (problems.size() != before || !closed || !is_whole(it)) {
    problems.resize(before);
    problems.push_back({"signature-malformed", file, 0, "it is no signature of a plugin",
                        "sign the library again with `curante plugin sign`"});
    return std::nullopt;
  }
  const std::string message =
      std::string(purpose) + std::string(text.substr(0, text.size() - last.size()));
  if (!verifies(it.key, message, it.signature)) {
    problems.push_back({"signature-forged", file, 0,
                        "its text was changed, or the key it names did not make it",
                        "get the plugin again from its issuer"});
    return std::nullopt;
  }
  return it;
}

}  // namespace curante::kernel
