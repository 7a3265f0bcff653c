// SPDX-License-Identifier: Apache-2.0
#include "trust/trust_files.hpp"

#include <algorithm>

#include "curante/error.hpp"
#include "info/struct_reader.hpp"
#include "trust/digest.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

struct NoFurtherKeys {};
CURANTE_DESCRIBE(NoFurtherKeys);

struct IssuerEntry {
  std::string kind, key, until;
  bool in_process = false, network = false;
  Named<NoFurtherKeys> plugins, contracts, uses;
};
CURANTE_DESCRIBE(IssuerEntry, kind, key, until, in_process, network, plugins, contracts, uses);

struct RevokedEntry {
  Named<std::string> keys, libraries;
};
CURANTE_DESCRIBE(RevokedEntry, keys, libraries);

struct TrustFile {
  Named<IssuerEntry> issuers;
  RevokedEntry revoked;
  Named<NoFurtherKeys> libraries;
};
CURANTE_DESCRIBE(TrustFile, issuers, revoked, libraries);

namespace {

constexpr size_t octets_of_name = 32;  ///< of a key, and of the SHA-256 of a library

std::vector<std::string> names_of(const Named<NoFurtherKeys>& named) {
  std::vector<std::string> names;
  for (const auto& entry : named.entries) names.push_back(entry.name);
  return names;
}

/// Gives nothing and says what is wrong when the entry cannot count.
std::optional<Issuer> issuer_of(const Named<IssuerEntry>::Entry& entry, std::string& fault) {
  const IssuerEntry& it = entry.value;
  Issuer issuer{entry.name,
                {},
                it.key,
                {},
                names_of(it.plugins),
                names_of(it.contracts),
                names_of(it.uses),
                it.in_process,
                it.network};
  const auto kind = kind_named(it.kind);
  if (!kind) fault = "its kind is core, vendor, third-party, qa or dev";
  if (!from_hex(it.key, octets_of_name)) fault = "its key is 64 small hexadecimal digits";
  if (issuer.plugins.empty()) fault = "«plugins» is missing: prefixes of what it may sign, or *";
  try {
    if (!it.until.empty()) issuer.until = Date::parse(it.until);
  } catch (const Error&) {
    fault = "«until» is a day like 2028-12-31";
  }
  if (!fault.empty()) return std::nullopt;
  issuer.kind = *kind;
  return issuer;
}

/// One file after the other into one store.
class TrustReader {
 public:
  explicit TrustReader(Problems& problems) : problems_(problems) {}

  void read(const std::string& file) {
    file_ = file;
    try {
      const auto root = read_info(read_trusted_text(file, TrustedKind::trust), file, problems_);
      if (root) take(*root);
    } catch (const Error& e) {
      report(e.code(), 0, e.message(), e.remedy());
    }
  }
  TrustStore take_store() { return std::move(store_); }

 private:
  void take(const InfoNode& root) {
    TrustFile read;
    StructReader(file_, problems_).read(root, read);
    for (const auto& entry : read.issuers.entries) take_issuer(entry);
    take_revoked(read.revoked.keys, "key", store_.revoked_keys);
    take_revoked(read.revoked.libraries, "library", store_.revoked_libraries);
    for (const auto& it : read.libraries.entries) store_.libraries.insert(it.name);
  }

  void take_issuer(const Named<IssuerEntry>::Entry& entry) {
    std::string fault;
    auto issuer = issuer_of(entry, fault);
    if (issuer && store_.owner_of(issuer->key) != nullptr)
      fault = "its key is another issuer's too";
    if (fault.empty()) {
      store_.issuers[issuer->key] = std::move(*issuer);
    } else {
      report("trust-issuer", entry.line, "«" + entry.name + "»: " + fault,
             "correct the entry, or make it with `curante plugin keygen`");
    }
  }

  /// What is written otherwise would be compared with nothing that there is, and revoke nothing.
  void take_revoked(const Named<std::string>& revoked, const std::string& what,
                    std::map<std::string, std::string>& into) {
    for (const auto& it : revoked.entries) {
      if (from_hex(it.name, octets_of_name)) {
        into[it.name] = it.value;
      } else {
        report("trust-revoked", it.line,
               "«" + it.name + "» is no " + what + ", so that nothing is revoked by it",
               "write 64 small hexadecimal digits: of a key as in its issuer's entry, of a library "
               "as `sha256sum` prints them");
      }
    }
  }

  void report(std::string code, int line, std::string message, std::string remedy) {
    problems_.push_back({std::move(code), file_, line, std::move(message), std::move(remedy)});
  }

  Problems& problems_;
  std::string file_;
  TrustStore store_;
};

}  // namespace

TrustStore read_trust(const std::vector<std::string>& files, Problems& problems) {
  TrustReader reader(problems);
  for (const std::string& file : files) reader.read(file);
  return reader.take_store();
}

void add_trust(TrustStore& store, TrustStore more) {
  store.issuers.merge(more.issuers);
  store.revoked_keys.merge(more.revoked_keys);
  store.revoked_libraries.merge(more.revoked_libraries);
  store.libraries.merge(more.libraries);
}

}  // namespace curante::kernel
