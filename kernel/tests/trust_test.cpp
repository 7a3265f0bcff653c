// SPDX-License-Identifier: Apache-2.0
// Whose code may enter: every way in which a signature can fail, each with its golden text.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "cli/candidates.hpp"
#include "cli/releases.hpp"
#include "golden.hpp"
#include "problems_text.hpp"
#include "trust_in_test.hpp"

namespace curante::kernel {
namespace {

namespace fs = std::filesystem;

class Trust : public testing::Test {
 protected:
  Trust() {
    char pattern[] = "/tmp/curante-trust-XXXXXX";
    directory_ = mkdtemp(pattern);
    library_ = directory_ + "/test.greeter.so";
    fs::copy_file(std::string(CURANTE_TEST_LIBRARIES) + "/sound.so", library_);
    fs::permissions(library_, fs::perms(0755));
    trust_.sign_file(library_);
  }
  ~Trust() override { fs::remove_all(directory_); }

  TrustPolicy& policy() { return trust_.policy; }
  void sign_as(const Signature& statement) {
    TrustInTest::write_signature(library_, sign(statement, trust_.key));
  }
  /// The library with this line in its manifest, instead of a comment, and signed anew.
  void wish(std::string line) {
    std::string bytes = TrustInTest::bytes_of(std::string(CURANTE_TEST_LIBRARIES) + "/sound.so");
    const std::string comment = "; A plugin for the kernel's tests.";
    const size_t at = bytes.find(comment);
    ASSERT_NE(at, std::string::npos);
    ASSERT_LE(line.size(), comment.size());
    line.resize(comment.size(), ' ');
    bytes.replace(at, comment.size(), line);
    std::ofstream(library_, std::ios::binary | std::ios::trunc) << bytes;
    trust_.sign_file(library_);
  }
  void make_issuer(const Issuer& issuer) { policy().store.issuers[issuer.key] = issuer; }
  Issuer issuer(IssuerKind kind) const {
    return {"maker", kind, trust_.key.public_key(), {}, {"*"}, {"*"}};
  }
  /// Every refusal of the library under a heading, with names that differ by run taken out.
  std::string refusals(const std::string& heading) const {
    const Candidate it =
        read_candidate({"test.greeter", "", "", "regions/test.info", 3}, directory_, trust_.policy);
    EXPECT_NE(it.image.has_value(), !it.problems.empty());
    std::string text = "# " + heading + "\n";
    for (const Refusal& refusal : it.problems) text += to_text(refusal);
    const auto hide = [&](const std::string& what, const std::string& with) {
      for (size_t at; (at = text.find(what)) != std::string::npos;)
        text.replace(at, what.size(), with);
    };
    hide(directory_, "lib/curante");
    hide(trust_.key.public_key(), "5a…");
    hide(stranger_.public_key(), "c3…");
    return text;
  }

  TrustInTest trust_;
  SigningKey stranger_ = SigningKey::generate();
  std::string directory_, library_;
};

TEST_F(Trust, AdmitsWhatSomebodyTrustedSigned) {
  EXPECT_EQ(refusals("good"), "# good\n");
}

TEST_F(Trust, RefusesWhatNobodyVouchesFor) {
  std::string text;
  const std::string sound = TrustInTest::bytes_of(TrustInTest::beside(library_));
  const auto with = [&](const std::string& heading, const std::string& signature) {
    TrustInTest::write_signature(library_, signature);
    text += refusals(heading);
  };
  with("signed by a stranger", sign(TrustInTest::statement_of(library_), stranger_));
  with("a stranger's signature under a known key's name", [&] {
    std::string forged = sign(TrustInTest::statement_of(library_), stranger_);
    return forged.replace(forged.find(stranger_.public_key()), 64, trust_.key.public_key());
  }());
  with("a statement changed after it was signed", [&] {
    std::string changed = sound;
    return changed.replace(changed.find("1.2.3"), 5, "9.2.3");
  }());
  with("a line after the signature", sound + "until 2099-01-01\n");
  with("a signature twice", sound + sound.substr(sound.rfind("signature ")));
  with("a cut signature", sound.substr(0, sound.size() - 7));
  with("not a signature at all", "hello { \n");
  with("an empty one", "");
  fs::remove(TrustInTest::beside(library_));
  text += refusals("unsigned");
  fs::create_symlink("/etc/hostname", TrustInTest::beside(library_));
  text += refusals("a signature through a link");
  fs::remove(TrustInTest::beside(library_));
  TrustInTest::write_signature(library_, sound);
  fs::permissions(TrustInTest::beside(library_), fs::perms::others_write, fs::perm_options::add);
  text += refusals("a signature that others may write");
  expect_golden("trust_unvouched", text);
}

TEST_F(Trust, RefusesOtherBytesThanTheSigned) {
  std::string text;
  std::string bytes = TrustInTest::bytes_of(library_);
  bytes[bytes.size() / 2] ^= 1;
  std::ofstream(library_, std::ios::binary) << bytes;
  text += refusals("one bit of the library altered");
  Signature statement = TrustInTest::statement_of(library_);
  statement.plugin = "test.other";
  statement.library = std::string(64, '0');
  sign_as(statement);
  text += refusals("the signature of another plugin");
  bytes[bytes.size() / 2] ^= 1;
  std::ofstream(library_, std::ios::binary) << bytes;
  statement = TrustInTest::statement_of(library_);
  statement.version = "9.9.9";
  sign_as(statement);
  text += refusals("the signature of another version");
  statement = TrustInTest::statement_of(library_);
  statement.manifest = std::string(64, '0');
  sign_as(statement);
  text += refusals("the signature of another manifest");
  expect_golden("trust_other_bytes", text);
}

TEST_F(Trust, RefusesWhatItsIssuerMayNotVouchFor) {
  std::string text;
  Issuer narrow = issuer(IssuerKind::third_party);
  narrow.plugins = {"it.example."};
  narrow.contracts = {"wounds"};
  make_issuer(narrow);
  text += refusals("a plugin beyond the issuer's names");
  narrow.plugins = {"test."};
  make_issuer(narrow);
  text += refusals("a contract beyond the issuer's");
  make_issuer(issuer(IssuerKind::dev));
  text += refusals("a development key in another profile");
  policy().profile = "dev";
  EXPECT_EQ(refusals("dev"), "# dev\n");
  make_issuer(issuer(IssuerKind::qa));
  text += refusals("a tester's key in another profile");
  policy().mocks = true;
  EXPECT_EQ(refusals("qa"), "# qa\n");
  expect_golden("trust_scope", text);
}

/// What a manifest asks for is its author's wish; the house says who may have it.
TEST_F(Trust, RefusesTheNetworkToWhomItWasNotGranted) {
  wish("network true");
  make_issuer(issuer(IssuerKind::third_party));
  expect_golden("trust_network", refusals("a third party that wants the network"));
  Issuer granted = issuer(IssuerKind::third_party);
  granted.network = true;
  make_issuer(granted);
  EXPECT_EQ(refusals("granted"), "# granted\n");
  make_issuer(issuer(IssuerKind::vendor));
  EXPECT_EQ(refusals("vendor"), "# vendor\n");
}

TEST_F(Trust, RefusesContractsAndTheWayInToWhomTheyWereNotGranted) {
  std::string text;
  Issuer stranger = issuer(IssuerKind::third_party);
  wish("uses { chart/1 { minor 0 } }");
  make_issuer(stranger);
  text += refusals("a third party that wants a contract");
  stranger.uses = {"chart/"};
  make_issuer(stranger);
  EXPECT_EQ(refusals("granted"), "# granted\n");
  make_issuer(issuer(IssuerKind::vendor));
  EXPECT_EQ(refusals("vendor"), "# vendor\n");
  wish("entry true");
  EXPECT_EQ(refusals("a vendor lets users in"), "# a vendor lets users in\n");
  make_issuer(stranger);
  text += refusals("a third party lets users in");
  expect_golden("trust_wishes", text);
}

TEST_F(Trust, RefusesWhatIsOverOrTakenBackAndSaysAllOfIt) {
  std::string text;
  Signature statement = TrustInTest::statement_of(library_);
  statement.until = "2026-11-24";
  sign_as(statement);
  EXPECT_EQ(refusals("last day"), "# last day\n");
  policy().today = Date::parse("2026-11-25");
  text += refusals("a day after");
  Issuer old = issuer(IssuerKind::core);
  old.until = Date::parse("2026-11-01");
  old.plugins = {"curante."};
  make_issuer(old);
  policy().store.revoked_keys[trust_.key.public_key()] = "stolen on 3 November";
  policy().store.revoked_libraries[statement.library] = "loses data, see notice 7";
  text += refusals("all at once");
  expect_golden("trust_over", text);
}

TEST_F(Trust, TakesARelease) {
  const Signature it = TrustInTest::statement_of(library_);
  Release release;
  const auto with = [&](const std::string& heading, const std::string& text) {
    std::ofstream(directory_ + "/core.release.sig", std::ios::trunc) << text;
    fs::permissions(directory_ + "/core.release.sig", fs::perms(0644));
    Problems problems;
    policy().released = read_releases(directory_, problems);
    std::string said = refusals(heading);
    for (const Problem& problem : problems) said += problem.code + "  " + problem.text() + "\n";
    for (size_t at; (at = said.find(directory_)) != std::string::npos;)
      said.replace(at, directory_.size(), "lib/curante");
    return said;
  };
  const auto listing = [&](const std::string& library, const std::string& version = "1.2.3") {
    release.plugins.entries = {{"test.other", 0, "1.0.0 " + it.library + " " + it.manifest},
                               {"test.greeter", 0, version + " " + library + " " + it.manifest}};
    return sign(release, trust_.key);
  };
  const std::string sound = listing(it.library), none(64, '0');
  // Its own signature stays good, and must not help against the release.
  std::string text = with("a release with other bytes", listing(none));
  text += with("a release with another version", listing(it.library, "9.9.9"));
  EXPECT_EQ(with("newer, by its own signature", listing(none, "1.2.2")),
            "# newer, by its own signature\n");
  listing(it.library);
  fs::remove(TrustInTest::beside(library_));
  EXPECT_EQ(with("good", sound), "# good\n");
  text += with("a stranger's release", sign(release, stranger_));
  listing(it.library);
  text += with("a stranger's release under a known key's name", [&] {
    std::string forged = sign(release, stranger_);
    return forged.replace(forged.find(stranger_.public_key()), 64, trust_.key.public_key());
  }());
  text += with("a plugin added after it was signed", [&] {
    std::string changed = sound;
    return changed.insert(changed.find("}"), "  test.third \"1 " + none + " " + none + "\"\n");
  }());
  text += with("a signature of one plugin in a release's place", sign(it, trust_.key));
  text += with("a line after the signature", sound + "until 2099-01-01\n");
  text += with("a plugin beyond the folder", [&] {
    Release beyond = release;
    beyond.plugins.entries.front().name = "../test.greeter";
    return sign(beyond, trust_.key);
  }());
  release.until = "2026-11-23";
  text += with("a release that is over", listing(it.library));
  std::ofstream(directory_ + "/old.release.sig") << sound;
  fs::permissions(directory_ + "/old.release.sig", fs::perms(0644));
  text += with("two releases of the same", sound);
  expect_golden("trust_release", text);
}

TEST_F(Trust, ReadsNoByteOfALibraryThatNobodyVouchesFor) {
  // Were the library looked into first, these bytes would be told as no library at all.
  std::ofstream(library_, std::ios::binary | std::ios::trunc) << "no library";
  EXPECT_NE(refusals("").find("signature-other-bytes"), std::string::npos);
  EXPECT_EQ(refusals("").find("library-not-elf"), std::string::npos);
}

}  // namespace
}  // namespace curante::kernel
