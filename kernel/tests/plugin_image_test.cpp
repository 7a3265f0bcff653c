// SPDX-License-Identifier: Apache-2.0
#include "image/plugin_image.hpp"

#include <elf.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>

#include "curante/error.hpp"
#include "golden.hpp"
#include "elf/elf_sections.hpp"
#include "problems_text.hpp"
#include "cli/candidates.hpp"
#include "trust_in_test.hpp"

namespace curante::kernel {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const std::string& path) {
  return TrustInTest::bytes_of(path);
}

/// A folder that is like lib/curante, with libraries that were spoilt on the way.
class PluginImageFile : public testing::Test {
 protected:
  PluginImageFile() {
    char pattern[] = "/tmp/curante-libraries-XXXXXX";
    directory_ = mkdtemp(pattern);
  }
  ~PluginImageFile() override { fs::remove_all(directory_); }

  static std::string built(const std::string& name) {
    return std::string(CURANTE_TEST_LIBRARIES) + "/" + name + ".so";
  }
  std::string path(const std::string& id) const { return directory_ + "/" + id + ".so"; }
  void write(const std::string& id, const std::string& bytes) {
    std::ofstream(path(id), std::ios::binary) << bytes;
    fs::permissions(path(id), fs::perms::owner_all);
    trust_.sign_file(path(id));
  }
  /// A built library under the name of a plugin.
  void install(const std::string& id, const std::string& library) {
    write(id, bytes_of(built(library)));
  }
  /// Where a section of the sound library begins in its file.
  static size_t offset_of(const std::string& bytes, const char* section) {
    const std::span<const unsigned char> all(reinterpret_cast<const unsigned char*>(bytes.data()),
                                             bytes.size());
    return static_cast<size_t>(read_elf(all).sections.find(section)->second.data() - all.data());
  }
  /// Every refusal of the library, with the folder's name taken out.
  std::string refusals(const std::string& id) const {
    const Candidate it =
        read_candidate({id, "", "", "regions/test.info", 3}, directory_, trust_.policy);
    EXPECT_NE(it.image.has_value(), !it.problems.empty());
    std::string text;
    for (const Refusal& refusal : it.problems) text += to_text(refusal);
    for (size_t at; (at = text.find(directory_)) != std::string::npos;) {
      text.replace(at, directory_.size(), "lib/curante");
    }
    return text;
  }

  /// A built library that must be sound but for its `fault`, read where it was installed.
  PluginImage image_of(const std::string& library) {
    install("test.greeter", library);
    Problems problems;
    const auto image = read_library(path("test.greeter"), trust_.policy, problems);
    EXPECT_EQ(text_of(problems), "");
    return image.value_or(PluginImage{});
  }

  TrustInTest trust_;
  std::string directory_;
};

TEST_F(PluginImageFile, IsReadWithoutRunningIt) {
  const PluginImage image = image_of("sound");
  EXPECT_EQ(image.manifest.id, "test.greeter");
  EXPECT_EQ(image.manifest_text,
            bytes_of(std::string(CURANTE_KERNEL_TESTS) + "/libraries/greeter.info"));
  EXPECT_EQ(image.manifest.provides.entries.at(0).line, 7);
  EXPECT_TRUE(image.layouts.contains("greeting/1"));
  EXPECT_EQ(detail::abi_difference(image.abi, detail::abi_tag()), "");
  EXPECT_EQ(image.sha256.size(), 64u);
  EXPECT_EQ(image.issuer.name, "maker");
  // The constructors of these would throw, and end the process.
  EXPECT_EQ(image_of("throws_in_create").manifest.id, "test.greeter");
  EXPECT_EQ(image_of("ends_process").manifest.id, "test.greeter");
}

TEST_F(PluginImageFile, RefusesACxxLibraryOfItsOwn) {
  install("test.greeter", "own_cxx_library");
  std::string text = refusals("test.greeter");
  std::string bytes = bytes_of(built("sound"));
  const std::string shared("libstdc++.so.6", 15), other("libc++.so.1\0\0\0", 15);
  for (size_t at; (at = bytes.find(shared)) != std::string::npos;) bytes.replace(at, 15, other);
  write("test.greeter", bytes);
  text += refusals("test.greeter");
  expect_golden("library_foreign_cxx", text);
}

TEST_F(PluginImageFile, RefusesWhatOthersCouldHaveWritten) {
  install("test.greeter", "sound");
  ASSERT_EQ(refusals("test.greeter"), "");
  fs::permissions(path("test.greeter"), fs::perms::group_write, fs::perm_options::add);
  fs::create_symlink(built("sound"), path("test.link"));
  fs::create_directory(path("test.folder"));
  ASSERT_EQ(mkfifo(path("test.pipe").c_str(), 0600), 0);
  expect_golden("library_untrusted", refusals("test.greeter") + refusals("test.link") +
                                         refusals("test.folder") + refusals("test.pipe") +
                                         refusals("test.missing"));
}

TEST_F(PluginImageFile, RefusesALibraryOfAnotherUser) {
  if (geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  install("test.greeter", "sound");
  ASSERT_EQ(chown(path("test.greeter").c_str(), 12345, 12345), 0);
  EXPECT_NE(refusals("test.greeter").find("library-untrusted"), std::string::npos);
}

TEST_F(PluginImageFile, RefusesWhatIsNoPlugin) {
  const std::string sound = bytes_of(built("sound"));
  write("test.empty", "");
  write("test.text", "id test.text\n");
  std::string other = sound;
  other[offsetof(Elf64_Ehdr, e_machine)] = static_cast<char>(EM_PPC64);
  write("test.machine", other);
  other = sound;
  other[EI_CLASS] = ELFCLASS32;
  write("test.narrow", other);
  write("test.cut", sound.substr(0, sound.size() / 2));
  install("test.library", "no_plugin");
  install("test.silent", "exports_nothing");
  install("test.path", "run_path");
  install("test.needs", "needs_other");
  install("test.other", "sound");
  expect_golden("library_no_plugin", refusals("test.empty") + refusals("test.text") +
                                         refusals("test.machine") + refusals("test.narrow") +
                                         refusals("test.cut") + refusals("test.library") +
                                         refusals("test.silent") + refusals("test.path") +
                                         refusals("test.needs") + refusals("test.other"));
}

/// The loader maps these beside what a library needs, and runs their constructors.
TEST_F(PluginImageFile, RefusesWhatHasTheLoaderBringInMore) {
  install("test.auxiliary", "brings_auxiliary");
  install("test.filter", "brings_filter");
  install("test.audit", "brings_audit");
  install("test.depaudit", "brings_audit_of_needed");
  expect_golden("library_implies", refusals("test.auxiliary") + refusals("test.filter") +
                                       refusals("test.audit") + refusals("test.depaudit"));
}

/// The loader reads on until the end mark; what stands behind the segment must not escape the check.
TEST_F(PluginImageFile, RefusesADynamicSegmentWithoutItsEnd) {
  std::string bytes = bytes_of(built("sound"));
  Elf64_Ehdr header;
  std::memcpy(&header, bytes.data(), sizeof header);
  for (size_t i = 0; i < header.e_phnum; ++i) {
    const size_t at = header.e_phoff + i * sizeof(Elf64_Phdr);
    Elf64_Phdr segment;
    std::memcpy(&segment, bytes.data() + at, sizeof segment);
    if (segment.p_type != PT_DYNAMIC) continue;
    segment.p_filesz = sizeof(Elf64_Dyn);
    std::memcpy(bytes.data() + at, &segment, sizeof segment);
  }
  write("test.greeter", bytes);
  EXPECT_NE(refusals("test.greeter").find("library-truncated"), std::string::npos);
}

TEST_F(PluginImageFile, RefusesAnotherSanitizerBeforeItEndsTheHost) {
  std::string bytes = bytes_of(built("sound"));
  const size_t tag = offset_of(bytes, ".curante.abi") + offsetof(detail::AbiTag, sanitizer);
  const char other[] = "valgrind";
  bytes.replace(tag, sizeof other, other, sizeof other);
  write("test.greeter", bytes);
  EXPECT_NE(refusals("test.greeter").find("library-sanitizer"), std::string::npos);
}

TEST_F(PluginImageFile, ReportsAllFaultsOfItsManifest) {
  std::string bytes = bytes_of(built("sound"));
  const size_t manifest = offset_of(bytes, ".curante.manifest");
  bytes.replace(bytes.find("version", manifest), 7, "versiom");
  bytes.replace(bytes.find("greeting/1", manifest), 10, "greeting.1");
  write("test.greeter", bytes);
  expect_golden("library_manifest_faults", refusals("test.greeter"));
}

TEST_F(PluginImageFile, SurvivesBeingCutAnywhere) {
  const std::string sound = bytes_of(built("sound"));
  const size_t step = sound.size() / 200 + 1;
  for (size_t size = 0; size < sound.size(); size += size < 256 ? 1 : step) {
    write("test.cut", sound.substr(0, size));
    EXPECT_NE(refusals("test.cut"), "") << size;
  }
}

}  // namespace
}  // namespace curante::kernel
