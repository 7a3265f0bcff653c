// SPDX-License-Identifier: Apache-2.0
#include "trust/trust_files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "golden.hpp"
#include "problems_text.hpp"

namespace curante::kernel {
namespace {

namespace fs = std::filesystem;

class TrustFiles : public testing::Test {
 protected:
  TrustFiles() {
    char pattern[] = "/tmp/curante-store-XXXXXX";
    directory_ = mkdtemp(pattern);
  }
  ~TrustFiles() override { fs::remove_all(directory_); }

  std::string write(const std::string& name, const std::string& text) {
    const std::string path = directory_ + "/" + name;
    std::ofstream(path) << text;
    fs::permissions(path, fs::perms(0644));
    return path;
  }
  std::string hidden(std::string text) const {
    for (size_t at; (at = text.find(directory_)) != std::string::npos;) {
      text.replace(at, directory_.size(), "trust");
    }
    return text;
  }

  const std::string one_ = std::string(64, '1'), two_ = std::string(64, '2'),
                    three_ = std::string(64, '3');
  std::string directory_;
};

TEST_F(TrustFiles, AreJoined) {
  const std::string first =
      write("first.info", "issuers { acme { kind third-party  key " + one_ +
                              "\nuntil 2028-12-31\nin_process true\nnetwork true\nplugins { "
                              "it.acme. }\ncontracts { acme-\nwounds/ }\nuses { clock/ }\n} }\n"
                              "libraries { libc.so.6 }\n");
  const std::string second =
      write("second.info", "issuers { other { kind third-party  key " + two_ +
                               "\nplugins { it.o. } } }\nrevoked\n{\nkeys { " + two_ +
                               " \"lost\" }\nlibraries { " + three_ + " \"bad\" }\n}\n");
  Problems problems;
  const TrustStore store = read_trust({first, second}, problems);
  EXPECT_EQ(text_of(problems), "");
  ASSERT_NE(store.owner_of(one_), nullptr);
  const Issuer& acme = *store.owner_of(one_);
  EXPECT_EQ(acme.name, "acme");
  EXPECT_EQ(kind_name(acme.kind), "third-party");
  EXPECT_EQ(acme.until, Date::parse("2028-12-31"));
  EXPECT_TRUE(acme.may_sign("it.acme.wounds"));
  EXPECT_FALSE(acme.may_sign("it.acmes"));
  EXPECT_TRUE(acme.may_provide("wounds/1"));
  EXPECT_FALSE(acme.may_provide("chart/1"));
  EXPECT_TRUE(acme.may_use("clock/1"));
  EXPECT_FALSE(acme.may_use("chart/1"));
  EXPECT_TRUE(acme.in_process);
  EXPECT_TRUE(acme.may_reach_network());
  ASSERT_NE(store.owner_of(two_), nullptr);
  EXPECT_FALSE(store.owner_of(two_)->in_process) << "isolated unless it is said";
  EXPECT_FALSE(store.owner_of(two_)->may_reach_network()) << "none unless it is said";
  EXPECT_EQ(store.owner_of(three_), nullptr);
  EXPECT_EQ(store.revoked_keys.at(two_), "lost");
  EXPECT_EQ(store.revoked_keys.count(one_), 0u);
  EXPECT_EQ(store.revoked_libraries.at(three_), "bad");
  EXPECT_TRUE(store.libraries.contains("libc.so.6"));
  EXPECT_FALSE(store.libraries.contains("libevil.so"));
}

/// What would be compared with no key and no library that there is revokes nothing, unnoticed.
TEST_F(TrustFiles, RevokeNothingThatCannotBe) {
  const std::string file =
      write("revoked.info", "revoked\n{\n  keys\n  {\n    " + std::string(64, 'A') + " lost\n    " +
                                std::string(63, '1') + " lost\n    acme lost\n    " + one_ +
                                " stolen\n  }\n  libraries\n  {\n    " + std::string(64, 'B') +
                                " bad\n    it.acme.wounds bad\n    " + two_ + "0 bad\n    " + two_ +
                                " bad\n  }\n}\n");
  Problems problems;
  const TrustStore store = read_trust({file}, problems);
  expect_golden("trust_revoked", hidden(text_of(problems)));
  EXPECT_EQ(store.revoked_keys, (std::map<std::string, std::string>{{one_, "stolen"}}));
  EXPECT_EQ(store.revoked_libraries, (std::map<std::string, std::string>{{two_, "bad"}}));
}

TEST_F(TrustFiles, OfAnAuthorAddToThoseOfTheHost) {
  const std::string host = write("host.info", "issuers { acme { kind third-party  key " + one_ +
                                                  "\nplugins { it.acme } } }\nrevoked { keys { " +
                                                  two_ + " lost } }\nlibraries { libc.so.6 }\n");
  const std::string own =
      write("own.info", "issuers\n{\n  other { kind core  key " + one_ +
                            "\nplugins { * } }\n  mine { kind third-party  key " + three_ +
                            "\nplugins { it.mine } }\n}\nrevoked { libraries { " + three_ +
                            " bad } }\nlibraries { libown.so.1 }\n");
  Problems problems;
  TrustStore store = read_trust({host}, problems);
  add_trust(store, read_trust({own}, problems));
  EXPECT_EQ(text_of(problems), "");
  EXPECT_EQ(store.owner_of(one_)->name, "acme") << "who is known stays as he is known";
  EXPECT_EQ(store.owner_of(three_)->name, "mine");
  EXPECT_TRUE(store.libraries.contains("libc.so.6") && store.libraries.contains("libown.so.1"));
  EXPECT_TRUE(store.revoked_keys.contains(two_));
  EXPECT_TRUE(store.revoked_libraries.contains(three_));
}

TEST_F(TrustFiles, SayAllThatIsWrongWithThem) {
  const std::string faults = write("faults.info",
                                   "issuers\n{\n"
                                   "  a { kind king  key " +
                                       one_ +
                                       "\nplugins { x. } }\n"
                                       "  b { kind core  key 12\nplugins { x. } }\n"
                                       "  c { kind core  key " +
                                       one_ +
                                       " }\n"
                                       "  d { kind core  key " +
                                       one_ +
                                       "\nuntil soon\nplugins { x. } }\n"
                                       "  e { kind core  key " +
                                       two_ +
                                       "\nplugins { x. } }\n"
                                       "  f { kind dev  key " +
                                       two_ +
                                       "\nplugins { * } }\n"
                                       "}\nrevoce { }\n");
  const std::string open = write("open.info", "libraries { libc.so.6 }\n");
  chmod(open.c_str(), 0666);
  fs::create_symlink(faults, directory_ + "/link.info");
  const std::string broken = write("broken.info", "issuers {\n");
  Problems problems;
  const TrustStore store = read_trust(
      {faults, open, directory_ + "/link.info", directory_ + "/none.info", broken}, problems);
  expect_golden("trust_faults", hidden(text_of(problems)));
  EXPECT_FALSE(store.libraries.contains("libc.so.6")) << "read from a file that anybody may write";
  EXPECT_EQ(store.owner_of(one_), nullptr);
  EXPECT_EQ(store.owner_of(two_)->name, "e");
}

}  // namespace
}  // namespace curante::kernel
