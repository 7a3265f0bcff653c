// SPDX-License-Identifier: Apache-2.0
// What `plugin pack` makes and `plugin unpack` believes.
#include "cli/package.hpp"

#include <fstream>

#include "plugin_tools.hpp"
#include "trust_in_test.hpp"

namespace curante::kernel {
namespace {

class Packages : public PluginTools {
 protected:
  Packages() {
    EXPECT_EQ(keygen().code, 0);
    fs::create_directories(target());
    fs::create_directories(screens() + "/parts");
    put(screens() + "/panel.js", "// panel\n");
    put(screens() + "/parts/row.js", "// row\n");
    put(directory_ + "/about", "Greets.\n");
    EXPECT_EQ(run("sign " + library() + " --key " + key() + " --ui " + screens()).code, 0);
  }

  std::string screens() const { return directory_ + "/screens"; }
  std::string file() const { return directory_ + "/test.greeter-1.2.3.curante"; }
  std::string target() const { return directory_ + "/lib/curante"; }
  static void put(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
  }
  Outcome pack(const std::string& more = "") const {
    return run("pack " + library() + " --ui " + screens() + " --to " + directory_ + more);
  }
  Package packed() const {
    EXPECT_EQ(pack().code, 0);
    return read_package(file());
  }
  /// Unpacks what must be refused with this code; no file may have come of it.
  void expect_refused(const std::string& code) const {
    const Outcome it = run("unpack " + file());
    EXPECT_NE(it.code, 0) << code;
    EXPECT_NE(it.text.find(code), std::string::npos) << code << "\n" << it.text;
    for (const auto& left : fs::recursive_directory_iterator(directory_ + "/lib"))
      EXPECT_TRUE(left.path() == target()) << left.path() << " is left after " << code;
    EXPECT_FALSE(fs::exists(directory_ + "/share/curante/ui/test.greeter"));
  }
  void expect_refused(const Package& package, const std::string& code) const {
    put(file(), to_archive(package));
    expect_refused(code);
  }
};

TEST_F(Packages, BringAPluginToAnotherHost) {
  const Outcome made =
      pack(" --readme " + directory_ + "/about --licence " + directory_ + "/about");
  ASSERT_EQ(made.code, 0) << made.text;
  EXPECT_EQ(made.text, "packed   test.greeter 1.2.3  " + file() + "\n");
  const std::string once = TrustInTest::bytes_of(file());
  pack(" --readme " + directory_ + "/about --licence " + directory_ + "/about");
  EXPECT_EQ(TrustInTest::bytes_of(file()), once) << "the same plugin makes the same file";

  // Twice: the second time over what is there.
  for (int time = 0; time < 2; ++time) {
    const Outcome there = run("unpack " + file());
    ASSERT_EQ(there.code, 0) << there.text;
    EXPECT_EQ(there.text, "unpacked test.greeter 1.2.3  signed by maker (core)  " + target() +
                              "/test.greeter.so\n");
    EXPECT_EQ(run("check " + target() + "/test.greeter.so").code, 0);
    EXPECT_EQ(TrustInTest::bytes_of(directory_ + "/share/curante/ui/test.greeter/parts/row.js"),
              "// row\n");
    EXPECT_EQ(TrustInTest::bytes_of(target() + "/test.greeter.readme"), "Greets.\n");
    put(directory_ + "/share/curante/ui/test.greeter/left-over.js", "");
  }
  run("unpack " + file());
  EXPECT_FALSE(fs::exists(directory_ + "/share/curante/ui/test.greeter/left-over.js"));
  ASSERT_EQ(run("unpack " + file() + " --to " + directory_ + "/other").code, 0);
  EXPECT_TRUE(fs::exists(directory_ + "/other/ui/test.greeter/panel.js"));
}

TEST_F(Packages, AreSignedOnlyWithTheModuleThatTheirManifestNames) {
  std::string bytes = TrustInTest::bytes_of(library()), wish = "ui { module front.js }";
  const std::string comment = "; A plugin for the kernel's tests.";
  const size_t at = bytes.find(comment);
  ASSERT_NE(at, std::string::npos);
  wish.resize(comment.size(), ' ');
  put(library(), bytes.replace(at, comment.size(), wish));
  const std::string sign = "sign " + library() + " --key " + key() + " --ui " + screens();
  EXPECT_NE(run(sign).text.find("[screens-incomplete]"), std::string::npos);
  put(screens() + "/front.js", "// front\n");
  EXPECT_EQ(run(sign).code, 0);
}

TEST_F(Packages, AreNotMadeOfWhatAHostRefuses) {
  put(screens() + "/panel.js", "// other\n");
  EXPECT_NE(pack().text.find("[package-screens]"), std::string::npos);
  fs::create_symlink("/etc/hostname", screens() + "/link.js");
  EXPECT_NE(pack().text.find("[screens-unreadable]"), std::string::npos);
  EXPECT_NE(pack(" --profile dev --readme /nowhere").text.find("[screens-unreadable]"),
            std::string::npos);
  std::ofstream(library(), std::ios::app) << "more";
  EXPECT_NE(pack().text.find("signature-other-bytes"), std::string::npos);
  install("crashes");
  ASSERT_EQ(sign_library().code, 0);
  EXPECT_NE(pack().text.find("library-unloadable"), std::string::npos);
  fs::remove(directory_ + "/test.greeter.sig");
  EXPECT_NE(pack().text.find("signature-missing"), std::string::npos);
  EXPECT_FALSE(fs::exists(file()));
}

TEST_F(Packages, AreRefusedWhenAltered) {
  const Package sound = packed();
  Package other = sound;
  other.library[other.library.size() / 2] ^= 1;
  expect_refused(other, "signature-other-bytes");
  other = sound;
  other.screens["panel.js"] += "// more\n";
  expect_refused(other, "package-screens");
  other = sound;
  other.screens["third.js"] = "// more\n";
  expect_refused(other, "package-screens");
  other = sound;
  other.signature.replace(other.signature.find("1.2.3"), 5, "9.2.3");
  expect_refused(other, "signature-forged");
  other = sound;
  other.signature = sign(TrustInTest::statement_of(library()), SigningKey::generate());
  expect_refused(other, "issuer-unknown");
  other = sound;
  other.signature.clear();
  expect_refused(other, "package-member");
}

TEST_F(Packages, HoldNothingElse) {
  const Package sound = packed();
  const auto with_screen = [&](const std::string& name) {
    Package other = sound;
    other.screens[name] = "x";
    expect_refused(other, "package-member");
  };
  with_screen("../../../../etc/passwd");
  with_screen("/etc/passwd");
  with_screen(".hidden");
  with_screen("parts/../panel.js");
  Package other = sound;
  other.id = "../test.greeter";
  expect_refused(other, "package-member");
  // Two archives after each other are one with every member twice.
  const std::string octets = to_archive(sound);
  const size_t end = octets.find_last_not_of('\0') / 512 * 512 + 512;
  put(file(), octets.substr(0, end) + octets);
  expect_refused("package-member");
  std::string linked = octets;
  linked[156] = '2';  // the first member's type: a symbolic link
  unsigned sum = 0;
  for (size_t i = 0; i < 512; ++i)
    sum += i >= 148 && i < 156 ? ' ' : static_cast<unsigned char>(linked[i]);
  char digits[8];
  snprintf(digits, sizeof digits, "%06o", sum);
  linked.replace(148, 7, digits, 7);
  put(file(), linked);
  expect_refused("package-member");
}

TEST_F(Packages, AreArchives) {
  const std::string octets = to_archive(packed());
  for (const std::string& text : {std::string(), std::string("no archive"), std::string(4096, 'x'),
                                  octets.substr(0, octets.size() / 2), octets.substr(0, 700)}) {
    put(file(), text);
    expect_refused("package-unreadable");
  }
  fs::remove(file());
  expect_refused("package-unreadable");
}

TEST_F(Packages, NeverReplaceAPartOfARelease) {
  packed();
  const std::string other = directory_ + "/other";
  fs::create_directory(other);
  for (const std::string& folder : {target(), other}) {
    const std::string copy = folder + "/test.greeter.so";
    fs::copy_file(library(), copy);
    ASSERT_EQ(run("sign " + copy + " --release core --key " + key()).code, 0);
  }
  for (const std::string& where : {std::string(), " --to " + other, " --to " + other + "/"}) {
    EXPECT_NE(run("unpack " + file() + where).text.find("[package-released]"), std::string::npos)
        << where;
  }
  EXPECT_NE(run("unpack " + file() + " --to /proc/none").text.find("[package-unwritable]"),
            std::string::npos);
}

}  // namespace
}  // namespace curante::kernel
