// SPDX-License-Identifier: Apache-2.0
// The tool's verbs for who makes plugins: keygen, sign, check.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "cli/assembly.hpp"
#include "cli/installation.hpp"
#include "plugin_tools.hpp"
#include "trust_in_test.hpp"

namespace curante::kernel {
namespace {

TEST_F(PluginTools, LeadFromAKeyToAGoodPlugin) {
  const Outcome made = keygen();
  ASSERT_EQ(made.code, 0) << made.text;
  struct stat facts {};
  ASSERT_EQ(stat(key().c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
  EXPECT_NE(run("check " + library()).text.find("signature-missing"), std::string::npos);
  fs::permissions(library(), fs::perms(0666));
  const Outcome wrote = sign_library();
  ASSERT_EQ(wrote.code, 0) << wrote.text;
  const Outcome checked = run("check " + library());
  EXPECT_EQ(checked.code, 0) << checked.text;
  EXPECT_EQ(checked.text, "good     test.greeter 1.2.3  signed by maker (core)\n");
}

TEST_F(PluginTools, AskForTheProfileOfTheKey) {
  ASSERT_EQ(keygen("--kind dev --plugins test. --contracts \"*\"").code, 0);
  ASSERT_EQ(sign_library().code, 0);
  const Outcome refused = run("check " + library());
  EXPECT_EQ(refused.code, 3);
  EXPECT_NE(refused.text.find("issuer-profile"), std::string::npos) << refused.text;
  EXPECT_EQ(run("check " + library() + " --profile dev").code, 0);
}

TEST_F(PluginTools, ContainWhatALibraryDoesWhenItIsLoaded) {
  ASSERT_EQ(keygen().code, 0);
  const auto said_of = [&](const std::string& name) {
    install(name);
    EXPECT_EQ(sign_library().code, 0);
    const Outcome checked = run("check " + library());
    EXPECT_EQ(checked.code, 3) << name;
    return checked.text;
  };
  EXPECT_NE(said_of("ends_process").find("it ended the process with code 42"), std::string::npos);
  EXPECT_NE(said_of("crashes").find("it ended with signal 6"), std::string::npos);
  EXPECT_NE(said_of("newer_major").find("library-wrong-abi"), std::string::npos);
}

/// In a file that is not understood a key may be revoked.
TEST_F(PluginTools, CallNothingGoodWhereTrustIsNotUnderstood) {
  ASSERT_EQ(keygen().code, 0);
  ASSERT_EQ(sign_library().code, 0);
  std::ofstream(trust() + "/revoked.info")
      << "revoked { keys { " + std::string(64, 'A') + " lost } }\n";
  fs::permissions(trust() + "/revoked.info", fs::perms(0644));
  for (const std::string line :
       {"check " + library(), "pack " + library() + " --to " + directory_}) {
    const Outcome refused = run(line);
    EXPECT_EQ(refused.code, 3) << line;
    EXPECT_NE(refused.text.find("is no key, so that nothing is revoked by it"), std::string::npos)
        << refused.text;
    EXPECT_EQ(refused.text.find("good"), std::string::npos) << refused.text;
  }
  EXPECT_FALSE(fs::exists(directory_ + "/test.greeter-1.2.3.curante"));
  fs::remove(trust() + "/revoked.info");
  ASSERT_EQ(run("pack " + library() + " --to " + directory_).code, 0);
  std::ofstream(trust() + "/revoked.info") << "revoked {\n";
  EXPECT_EQ(run("unpack test.greeter-1.2.3.curante --to " + directory_ + "/plugins").code, 3);
  EXPECT_FALSE(fs::exists(directory_ + "/plugins/test.greeter.so"));
}

/// A third party has nothing in the folder of trust, and needs nothing there.
TEST_F(PluginTools, TrustAFileThatTheLineNames) {
  const std::string own = directory_ + "/maker.key.info";
  ASSERT_EQ(run("keygen " + key() +
                " --name maker --kind third-party --plugins test --contracts "
                "greeting")
                .code,
            0);
  ASSERT_EQ(sign_library().code, 0);
  const std::string pack = "pack " + library() + " --to " + directory_;
  EXPECT_NE(run("check " + library()).text.find("issuer-unknown"), std::string::npos);
  EXPECT_EQ(run(pack).code, 3);
  EXPECT_EQ(run("check " + library() + " --trust " + own).text,
            "good     test.greeter 1.2.3  signed by maker (third-party)\n");
  EXPECT_EQ(run(pack + " --trust " + own).code, 0);
  EXPECT_EQ(run("check " + library() + " --trust " + own + "x").code, 3) << "trust-missing";
  EXPECT_EQ(run("unpack test.greeter-1.2.3.curante --trust " + own).code, 2)
      << "whom a host trusts says its own folder alone";

  install("needs_other");
  ASSERT_EQ(sign_library().code, 0);
  EXPECT_NE(run("check " + library() + " --trust " + own).text.find("library-needs"),
            std::string::npos);
  std::ofstream(own, std::ios::app) << "libraries { libresolv.so.2 }\n";
  EXPECT_EQ(run("check " + library() + " --trust " + own).code, 0) << "its libraries count, too";
}

TEST_F(PluginTools, CallNothingGoodThatEveryHostRefuses) {
  install("starts_programs");
  ASSERT_EQ(keygen("--kind third-party --plugins test --contracts greeting").code, 0);
  ASSERT_EQ(sign_library().code, 0);
  for (const std::string line :
       {"check " + library(), "pack " + library() + " --to " + directory_}) {
    const Outcome refused = run(line);
    EXPECT_EQ(refused.code, 3) << line;
    EXPECT_NE(refused.text.find("entry-isolated"), std::string::npos) << refused.text;
    EXPECT_EQ(refused.text.find("good"), std::string::npos) << refused.text;
  }
}

TEST_F(PluginTools, RunAThirdPartysProjectUnderTheEntryThatItWillHave) {
  const std::string built = directory_ + "/hello/build/dev/lib/curante", own = key() + ".info";
  fs::create_directories(built);
  ASSERT_EQ(run("keygen " + key() +
                " --name maker --kind third-party --network --plugins test "
                "--contracts greeting")
                .code,
            0);
  EXPECT_NE(TrustInTest::bytes_of(own).find("network true"), std::string::npos);
  install("needs_other");
  ASSERT_EQ(sign_library().code, 0);
  fs::copy(library(), built);
  fs::copy(directory_ + "/test.greeter.sig", built);
  EXPECT_NE(run("run hello").text.find("issuer-unknown"), std::string::npos);
  EXPECT_NE(run("run hello --trust " + own).text.find("library-needs"), std::string::npos);
  std::ofstream(own, std::ios::app) << "libraries { libresolv.so.2 }\n";
  const Outcome ran = run("run hello --trust " + own + " --json '{\"name\":\"Ada\"}'");
  EXPECT_EQ(ran.code, 0) << ran.text;
  EXPECT_NE(ran.text.find("runs in a process of its own"), std::string::npos) << ran.text;
  EXPECT_NE(ran.text.find("hello Ada"), std::string::npos) << ran.text;
}

TEST_F(PluginTools, SignAPackageOfData) {
  ASSERT_EQ(keygen().code, 0);
  const std::string package = directory_ + "/italia.rules";
  std::ofstream(package) << "rules italia 2026.11.1\n";
  fs::permissions(package, fs::perms(0666));
  const Outcome wrote = run("sign " + package + " --data test.greeter.rules --key " + key());
  EXPECT_EQ(wrote.text, "signed   test.greeter.rules  " + package + ".sig\n");
  EXPECT_TRUE(fs::exists(package + ".sig"));
  EXPECT_EQ(run("sign " + package + " --data x.y --release z --key " + key()).code, 2);
  EXPECT_NE(run("sign " + package + "x --data x.y --key " + key()).text.find("[data-missing]"),
            std::string::npos);
}

TEST_F(PluginTools, SignSeveralTogether) {
  ASSERT_EQ(keygen().code, 0);
  const std::string release = "sign " + library() + " --release mine --key " + key();
  const Outcome wrote = run(release);
  ASSERT_EQ(wrote.code, 0) << wrote.text;
  EXPECT_FALSE(fs::exists(directory_ + "/test.greeter.sig"));
  EXPECT_EQ(run("check " + library()).text,
            "good     test.greeter 1.2.3  signed by maker (core)\n");
  install("crashes");
  EXPECT_NE(run("check " + library()).text.find("signature-other-bytes"), std::string::npos);
  EXPECT_NE(run(release + " " + library()).text.find("different plugins in one folder"),
            std::string::npos);
  std::ofstream(directory_ + "/mine.release.sig", std::ios::app) << "\n";
  const Outcome spoilt = run("check " + library());
  EXPECT_NE(spoilt.text.find("mine.release.sig: it is no signature of a release"),
            std::string::npos)
      << spoilt.text;
  EXPECT_NE(spoilt.text.find("signature-missing"), std::string::npos) << spoilt.text;
}

TEST_F(PluginTools, NeverReplaceAKey) {
  ASSERT_EQ(keygen().code, 0);
  const std::string before = TrustInTest::bytes_of(key());
  const Outcome again = keygen();
  EXPECT_EQ(again.code, 1);
  EXPECT_NE(again.text.find("[key-unwritable]"), std::string::npos) << again.text;
  // A lost entry for trust stores is made again from the key.
  const std::string entry = TrustInTest::bytes_of(trust() + "/maker.info");
  fs::remove(trust() + "/maker.info");
  EXPECT_EQ(keygen("--kind core --plugins test. --contracts greeting/ --keep").code, 0);
  EXPECT_EQ(TrustInTest::bytes_of(trust() + "/maker.info"), entry);
  EXPECT_EQ(TrustInTest::bytes_of(key()), before);
}

TEST_F(PluginTools, NeverReplaceATrustFile) {
  const std::string file = trust() + "/house.info";
  const std::string kept = "revoked { keys { " + std::string(64, 'a') + " lost } }\n";
  std::ofstream(file) << kept;
  for (const std::string kind : {"core", "king"}) {
    const Outcome made = run("keygen " + key() + " --name maker --kind " + kind +
                             " --plugins test. --trust " + file);
    EXPECT_EQ(made.code, 1);
    EXPECT_NE(made.text.find("[key-unwritable]"), std::string::npos) << made.text;
    EXPECT_EQ(TrustInTest::bytes_of(file), kept);
    EXPECT_FALSE(fs::exists(key()));
  }
}

TEST_F(PluginTools, TellOfADayThatIsPast) {
  ASSERT_EQ(keygen().code, 0);
  const Outcome past = run("sign " + library() + " --key " + key() + " --until 2020-01-01");
  EXPECT_EQ(past.code, 0) << past.text;
  EXPECT_NE(past.text.find("2020-01-01 is past"), std::string::npos) << past.text;
  const Outcome good = run("sign " + library() + " --key " + key() + " --until 2999-01-01");
  EXPECT_EQ(good.text.find("is past"), std::string::npos) << good.text;
}

TEST_F(PluginTools, NameAFileOfTrustThatCountsForNothing) {
  ASSERT_EQ(keygen().code, 0);
  ASSERT_EQ(run("sign " + library() + " --key " + key()).code, 0);
  for (const char* backup : {"maker.info~", ".maker.info.swp", "maker.info.dpkg-old"}) {
    std::ofstream(trust() + "/" + backup) << "anything";
  }
  EXPECT_EQ(run("check " + library()).code, 0);
  for (const char* name : {"revoked", "revoked.INFO", "revoked.info.txt"}) {
    std::ofstream(trust() + "/" + name) << "revoked { keys { } }\n";
    const Outcome told = run("check " + library());
    EXPECT_NE(told.code, 0) << name;
    Installation here = Installation::here();
    here.trust = trust();
    Problems problems;
    trust_of(here, Region{}, problems);
    EXPECT_EQ(problems.back().code, "trust-unread") << name;
    EXPECT_NE(told.text.find("«" + std::string(name) + "» counts for nothing"), std::string::npos)
        << told.text;
    fs::remove(trust() + "/" + name);
  }
}

TEST_F(PluginTools, MakeNoProjectOverAnother) {
  fs::create_directories(directory_ + "/hello/build/dev/lib/curante");
  EXPECT_NE(run("new it.example.hello").text.find("[project-exists]"), std::string::npos);
  EXPECT_NE(run("run hello").text.find("[project-not-built]"), std::string::npos);
  fs::create_symlink(CURANTE_TEMPLATE, directory_ + "/share/curante/template");
  const Outcome made = run_in("/proc", "new it.example.hello");
  EXPECT_NE(made.text.find("[project-unwritable]"), std::string::npos) << made.text;
}

TEST_F(PluginTools, SayWhatIsWrongWithTheLine) {
  const auto expect = [&](const std::string& line, int code, const std::string& text) {
    const Outcome it = run(line);
    EXPECT_EQ(it.code, code) << line << "\n" << it.text;
    EXPECT_NE(it.text.find(text), std::string::npos) << line << "\n" << it.text;
  };
  expect("", 2, "plugin takes one of these verbs: keygen, sign, check");
  expect("bake", 2, "plugin takes one of these verbs");
  expect("keygen " + key(), 2, "write: curante plugin keygen FILE");
  expect("keygen " + key() + " --name a --kind king --plugins x", 2, "its kind is core");
  EXPECT_FALSE(fs::exists(key())) << "no key is left of a line that was refused";
  expect("keygen /nowhere/a.key --name a --kind dev --plugins x", 1, "[key-unwritable]");
  expect("sign " + library(), 2, "write: curante plugin sign LIBRARY");
  expect("sign " + library() + " --key /nowhere/a.key", 1, "[key-unreadable]");
  expect("check", 2, "write: curante plugin check LIBRARY");
  ASSERT_EQ(keygen().code, 0);
  expect("sign " + library() + " --key " + key() + " --until soon", 1, "[invalid-date]");
  expect("sign /nowhere/test.greeter.so --key " + key(), 1, "[library-missing]");
  fs::copy_file(library(), directory_ + "/test.other.so");
  expect("sign " + directory_ + "/test.other.so --key " + key(), 1, "[library-wrong-identity]");
  fs::permissions(key(), fs::perms(0644));
  expect("sign " + library() + " --key " + key(), 1, "others than its owner may read the key");
  fs::permissions(key(), fs::perms(0600));
  std::ofstream(key(), std::ios::trunc) << "no key\n";
  expect("sign " + library() + " --key " + key(), 1, "holds no Ed25519 key");
}

}  // namespace
}  // namespace curante::kernel
