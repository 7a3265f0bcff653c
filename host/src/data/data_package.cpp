// SPDX-License-Identifier: Apache-2.0
#include "data/data_package.hpp"

#include "curante/error.hpp"
#include "trust/digest.hpp"
#include "trust/trusted_file.hpp"

namespace curante::kernel {

namespace {

bool is_day(const std::string& text) {
  try {
    return text.empty() || !Date::parse(text).iso().empty();
  } catch (const Error&) {
    return false;
  }
}

class Reading {
 public:
  Reading(const std::string& path, Problems& problems) : path_(path), problems_(problems) {}

  void refuse(bool when, const char* code, const std::string& message, const std::string& remedy) {
    if (when) problems_.push_back({code, path_, 0, message, remedy});
  }

  /// The statement, when the owner of the key that it names made it.
  std::optional<DataSignature> statement(const std::string& text) {
    DataSignature it;
    Problems faults;
    const auto root = read_info(text, path_ + ".sig", faults);
    if (root) StructReader(path_ + ".sig", faults).read(*root, it);
    const Seal seal = seal_of(text, data_purpose, it.key, it.signature);
    const bool whole =
        faults.empty() && it.format == 1 && from_hex(it.sha256, 32) && is_day(it.until);
    refuse(!whole || seal == Seal::open, "data-malformed",
           "what lies beside it is no signature of data",
           "sign it again with `curante plugin sign FILE --data ID --key FILE`");
    refuse(whole && seal == Seal::forged, "data-forged",
           "its signature was changed, or the key it names did not make it",
           "get the package again from its issuer");
    if (!whole || seal != Seal::good) return std::nullopt;
    return it;
  }

  /// "rules italia 2026.11.25": the last two words of the first line.
  std::optional<DataPackage> named(std::string text) {
    const std::string head = text.substr(0, text.find('\n'));
    const size_t last = head.rfind(' '), before = last == 0 ? last : head.rfind(' ', last - 1);
    if (last != std::string::npos && before != std::string::npos) {
      const auto version = parse_version(std::string_view(head).substr(last + 1));
      const std::string name = head.substr(before + 1, last - before - 1);
      const bool plain =
          name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == name.npos;
      if (version && plain && !name.empty())
        return DataPackage{std::move(text), "", name, *version};
    }
    refuse(true, "data-malformed",
           "its first line does not end in a name and a version like 2026.11.25",
           "write it there, and sign the package again");
    return std::nullopt;
  }

 private:
  const std::string& path_;
  Problems& problems_;
};

}  // namespace

std::optional<DataPackage> read_data(const std::string& path, const std::string& id, DataAge age,
                                     const TrustPolicy& policy, Problems& problems) {
  const size_t before = problems.size();
  Reading reading(path, problems);
  try {
    std::string text = read_trusted_text(path, TrustedKind::data);
    const std::string signature = read_trusted_text(path + ".sig", TrustedKind::data);
    const auto it = reading.statement(signature);
    if (!it) return std::nullopt;
    const std::string sha = sha256(text);
    reading.refuse(
        it->sha256 != sha || it->data != id, "data-other",
        "it is not what was signed as " + id + ": altered, damaged, or meant for something else",
        "get the package again from its issuer");
    reading.refuse(
        age == DataAge::fresh && !it->until.empty() && Date::parse(it->until) < policy.today,
        "data-expired", "its signature held until " + it->until, "install a newer package");
    reading.refuse(policy.store.revoked_libraries.contains(sha), "data-revoked",
                   "this very package was taken back", "install a newer package");
    examine_signer(path, id, it->key, policy, problems);
    auto package = reading.named(std::move(text));
    if (package) package->signature = signature;
    if (problems.size() == before) return package;
  } catch (const Error& e) {
    problems.push_back({e.code(), path, 0, e.message(), e.remedy()});
  }
  return std::nullopt;
}

}  // namespace curante::kernel
