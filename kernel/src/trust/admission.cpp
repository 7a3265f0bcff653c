// SPDX-License-Identifier: Apache-2.0
#include "trust/admission.hpp"

#include "curante/error.hpp"
#include "curante/joined.hpp"
#include "manifest/version.hpp"
#include "trust/digest.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

namespace {

/// Collects what stands against a signature, by what the host knows.
class Examination {
 public:
  Examination(const std::string& path, const TrustPolicy& policy, Problems& problems)
      : path_(path), policy_(policy), problems_(problems) {}

  void bytes(const Signature& it, const std::string& sha) {
    refuse(it.library != sha, "signature-other-bytes",
           {path_, " is not the file that was signed: it was altered, or damaged on its way"},
           "get the plugin again from its issuer");
    const std::string_view id = id_of(path_);
    refuse(it.plugin != id, "signature-other-bytes",
           {"the signature is of ", it.plugin, ", not of ", id},
           "install each signature beside its library");
    refuse(policy_.store.revoked_libraries, sha, "library-revoked", {path_, " was revoked: "},
           "install a newer version, or remove it");
    refuse(!it.until.empty() && Date::parse(it.until) < policy_.today, "signature-expired",
           {"the signature of ", it.plugin, " held until ", it.until}, "install a newer version");
  }

  void signer(const Signature& it, const Issuer* issuer) {
    refuse(policy_.store.revoked_keys, it.key, "key-revoked",
           {"the key that signed it was revoked: "},
           "get the plugin again, signed with its issuer's new key");
    if (issuer == nullptr) {
      refuse(
          true, "issuer-unknown",
          {"it was signed by somebody this host does not trust, key ", it.key},
          "if its maker is known to you, add the key to the trust store; else remove the plugin");
      return;
    }
    refuse(issuer->until && *issuer->until < policy_.today, "issuer-expired",
           {"«", issuer->name, "» was trusted until ", (issuer->until ? issuer->until->iso() : "")},
           "renew the issuer's entry in the trust store");
    refuse(!issuer->may_sign(it.plugin), "issuer-scope",
           {"«", issuer->name, "» may not sign a plugin named ", it.plugin},
           "get it from its own maker, or widen «plugins» of the issuer");
    const bool dev = issuer->kind == IssuerKind::dev, qa = issuer->kind == IssuerKind::qa;
    refuse(dev && policy_.profile != "dev", "issuer-profile",
           {"a development key («", issuer->name, "») signed it, and the profile is ", profile()},
           "sign it with an issuer's key, or use profile dev");
    refuse(qa && !policy_.mocks, "issuer-profile",
           {"a tester's key («", issuer->name, "») signed it, and the profile is ", profile()},
           "use profile qa, or remove it");
  }

 private:
  /// The parts become a text only of what is refused: a start asks all this of every library.
  void refuse(bool when, const char* code, std::initializer_list<std::string_view> parts,
              const char* remedy) {
    if (when) problems_.push_back({code, path_, 0, detail::joined(parts), remedy});
  }
  void refuse(const std::map<std::string, std::string>& revoked, const std::string& what,
              const char* code, std::initializer_list<std::string_view> parts, const char* remedy) {
    const auto found = revoked.find(what);
    if (found == revoked.end()) return;
    refuse(true, code, {detail::joined(parts), found->second}, remedy);
  }
  std::string profile() const { return policy_.profile.empty() ? "(none)" : policy_.profile; }

  const std::string& path_;
  const TrustPolicy& policy_;
  Problems& problems_;
};

/// A library that a release names is of that release, or newer with a signature of its own: so one
/// plugin can be updated, and an older one, which was signed too, cannot take its place.
std::optional<Signature> statement_of(const std::string& path, const TrustPolicy& policy,
                                      Problems& problems) {
  const auto released = policy.released.find(path);
  const bool listed = released != policy.released.end();
  if (listed && !released->second.has_own) return released->second.statement;
  const std::string beside = signature_beside(path);
  auto own = read_signature(read_trusted_text(beside, TrustedKind::signature), beside, problems);
  if (!listed || !own) return own;
  const Signature& older = released->second.statement;
  return parse_version(own->version) > parse_version(older.version) ? own : older;
}

}  // namespace

std::optional<Admission> admit_library(const std::string& path,
                                       std::span<const unsigned char> octets,
                                       const TrustPolicy& policy, Problems& problems) {
  const size_t before = problems.size();
  try {
    auto signature = statement_of(path, policy, problems);
    if (!signature) return std::nullopt;
    const Issuer* issuer = policy.store.owner_of(signature->key);
    Examination examination(path, policy, problems);
    examination.bytes(*signature, sha256(octets));
    examination.signer(*signature, issuer);
    if (problems.size() == before) return Admission{std::move(*signature), *issuer};
  } catch (const Error& e) {
    problems.push_back({e.code(), path, 0, e.message(), e.remedy()});
  }
  return std::nullopt;
}

void examine_signer(const std::string& path, const std::string& id, const std::string& key,
                    const TrustPolicy& policy, Problems& problems) {
  Signature statement;
  statement.plugin = id;
  statement.key = key;
  Examination(path, policy, problems).signer(statement, policy.store.owner_of(key));
}

}  // namespace curante::kernel
