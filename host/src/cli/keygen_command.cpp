// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <iostream>
#include <sstream>

#include "cli/commands.hpp"
#include "cli/signing_key.hpp"
#include "cli/whole_file.hpp"
#include "curante/error.hpp"
#include "trust/trust_files.hpp"

namespace curante::kernel {

namespace {

/// "a,b" as INFO entries `{ "a" "b" }`, a line each.
std::string block(const std::string& name, const std::string& list) {
  std::string text = "    " + name + "\n    {\n";
  std::istringstream in(list);
  for (std::string one; std::getline(in, one, ',');) text += "      " + one + "\n";
  return text + "    }\n";
}

std::string trust_entry(const Arguments& arguments, const SigningKey& key) {
  std::string text = "; Whose signatures this host accepts, and for what.\nissuers\n{\n  " +
                     arguments.get("name") + "\n  {\n    kind  " + arguments.get("kind") +
                     "\n    key   " + key.public_key() + "\n";
  if (arguments.has("until")) text += "    until " + arguments.get("until") + "\n";
  if (arguments.has("network")) text += "    network true\n";
  return text + block("plugins", arguments.get("plugins")) +
         block("contracts", arguments.get("contracts")) +
         // A host before 0.2 reads the entry that says nothing of it.
         (arguments.has("uses") ? block("uses", arguments.get("uses")) : "") + "  }\n}\n";
}

void write_trust_file(const std::string& path, const std::string& text) {
  if (write_whole(path, text)) return;
  throw Error("key-unwritable", "the entry for trust stores, " + path + ", cannot be written",
              "name a file in a folder that is yours");
}

/// Whoever reads the entry reads it with the host's own rules: so it is tried before it is kept. Of a
/// file that was made here.
void check_entry_of(const std::string& path) {
  Problems problems;
  read_trust({path}, problems);
  if (problems.empty()) return;
  std::filesystem::remove(path);
  throw Error("usage", problems.front().message, problems.front().remedy);
}

}  // namespace

int keygen_command(const Arguments& arguments) {
  arguments.allow(
      {"name", "kind", "plugins", "contracts", "uses", "until", "network", "trust", "keep"});
  if (arguments.words.size() != 1 || !arguments.has("name") || !arguments.has("kind") ||
      !arguments.has("plugins")) {
    throw Error(
        "usage",
        "write: curante plugin keygen FILE --name NAME --kind core|vendor|third-party|qa|dev "
        "--plugins PREFIX,… [--contracts PREFIX,…] [--uses PREFIX,…] [--network] [--until DAY] "
        "[--trust FILE] [--keep]",
        "");
  }
  const std::string& path = arguments.words.front();
  const std::string trust = arguments.has("trust") ? arguments.get("trust") : path + ".info";
  const bool there = std::filesystem::exists(path);
  if (there && !arguments.has("keep")) {
    throw Error("key-unwritable", "there is a key " + path + " already",
                "name another file, or say --keep to leave it as it is");
  }
  if (std::filesystem::exists(trust)) {
    if (there) return exit_done;
    // It may hold other issuers, and what was taken back from them.
    throw Error("key-unwritable", "there is a file " + trust + " already",
                "name another one with --trust, and copy the entry from there");
  }
  const SigningKey key = there ? SigningKey::read(path) : SigningKey::generate();
  write_trust_file(trust, trust_entry(arguments, key));
  check_entry_of(trust);
  if (!there) key.write(path);
  std::cout << "key      " << path << "  (keep it secret)\ntrust    " << trust
            << "  (give it to whoever shall trust you)\n";
  return exit_done;
}

}  // namespace curante::kernel
