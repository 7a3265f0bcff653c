// SPDX-License-Identifier: Apache-2.0
#include "cli/library_trial.hpp"

#include <fstream>

#include "cli/candidates.hpp"
#include "plugin_tools.hpp"
#include "trust_in_test.hpp"

namespace curante::kernel {
namespace {

/// Where the library `reaches_out` writes what it saw.
const std::string reached = std::string(CURANTE_TEST_LIBRARIES) + "/reached";

class LibraryTrial : public PluginTools {
 protected:
  LibraryTrial() { fs::remove(reached); }
  ~LibraryTrial() override { fs::remove(reached); }

  void sign_as(const std::string& library, const std::string& kind) const {
    install(library);
    fs::remove(key());
    fs::remove(trust() + "/maker.info");
    ASSERT_EQ(keygen("--kind " + kind + " --plugins test --contracts greeting").code, 0);
    ASSERT_EQ(sign_library().code, 0);
  }
  /// The line in a place where bubblewrap can make no namespaces.
  Outcome run_without_sandbox(const std::string& line) const {
    return said_by("/usr/bin/bwrap --unshare-user --disable-userns --dev-bind / / " + directory_ +
                   "/bin/curante plugin " + line);
  }
  void trust_in_process() const {
    std::string entry = TrustInTest::bytes_of(trust() + "/maker.info");
    entry.insert(entry.find("    key"), "    in_process true\n");
    std::ofstream(trust() + "/maker.info") << entry;
  }
};

/// Its author may be a stranger, and who checks it is often root.
TEST_F(LibraryTrial, ShowsALibraryNothingOfTheMachine) {
  sign_as("reaches_out", "third-party");
  const Outcome checked = run("check " + library());
  EXPECT_EQ(checked.text, "good     test.greeter 1.2.3  signed by maker (third-party)\n");
  EXPECT_EQ(run("pack " + library() + " --to " + directory_).code, 0);
  EXPECT_FALSE(fs::exists(reached)) << "it saw " << TrustInTest::bytes_of(reached);
  sign_as("reaches_out", "core");
  EXPECT_EQ(run("check " + library()).code, 0);
  EXPECT_FALSE(fs::exists(reached)) << "nor does one that a host would load into its own process";
}

TEST_F(LibraryTrial, IsMadeWithoutASandboxOnlyOfWhatAHostWouldLoadItself) {
  sign_as("reaches_out", "third-party");
  for (const std::string line :
       {"check " + library(), "pack " + library() + " --to " + directory_}) {
    const Outcome refused = run_without_sandbox(line);
    EXPECT_EQ(refused.code, 3);
    EXPECT_NE(refused.text.find("sandbox-unavailable"), std::string::npos) << refused.text;
    EXPECT_NE(refused.text.find("in a sandbox or not at all"), std::string::npos) << refused.text;
  }
  EXPECT_FALSE(fs::exists(reached)) << "it ran";
  trust_in_process();
  EXPECT_EQ(run_without_sandbox("check " + library()).code, 0);
  EXPECT_TRUE(fs::exists(reached)) << "else nothing here shows that it would have run";
  sign_as("sound", "vendor");
  const Outcome vendors = run_without_sandbox("check " + library());
  EXPECT_EQ(vendors.code, 0);
  EXPECT_NE(vendors.text.find("tried without a sandbox"), std::string::npos) << vendors.text;
}

TEST_F(LibraryTrial, TellsHowALibraryEndedItsProcess) {
  const TrustInTest maker;
  const auto said_of = [&](const std::string& name) -> std::string {
    install(name);
    maker.sign_file(library());
    Problems problems;
    const auto image = read_library(library(), maker.policy, problems);
    if (!image) return "not read";
    try {
      try_loading(*image, CURANTE_RUNNER, true, std::chrono::seconds(name == "hangs" ? 1 : 30));
      return "loaded";
    } catch (const Error& e) {
      return e.code() + ": " + e.message();
    }
  };
  EXPECT_EQ(said_of("sound"), "loaded");
  EXPECT_EQ(said_of("ends_process"), "library-unloadable: it ended the process with code 42");
  EXPECT_EQ(said_of("ends_well"), "library-unloadable: it ended the process with code 0");
  EXPECT_EQ(said_of("crashes"), "library-unloadable: it ended with signal 6");
  EXPECT_EQ(said_of("hangs"), "library-unloadable: it did not return within 1 s");
  EXPECT_EQ(said_of("older_major").find("library-unloadable: library-wrong-abi: "), 0u);
}

}  // namespace
}  // namespace curante::kernel
