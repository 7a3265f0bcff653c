// SPDX-License-Identifier: Apache-2.0
#include "cli/screen_vouching.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "cli/screen_files.hpp"
#include "golden.hpp"
#include "resolve/refusal.hpp"

namespace curante::kernel {
namespace {

class ScreenVouching : public testing::Test {
 protected:
  ScreenVouching() {
    char pattern[] = "/tmp/curante-screens-XXXXXX";
    folder_ = mkdtemp(pattern);
    std::filesystem::create_directories(folder_ + "/it.example.notes/parts");
    write("notes.js", "customElements.define('x-notes', Notes)");
    write("parts/list.js", "export class List {}");
  }
  ~ScreenVouching() override { std::filesystem::remove_all(folder_); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ + "/it.example.notes/" + name) << text;
  }
  std::string hash() const { return hash_of(read_screen_files(folder_ + "/it.example.notes")); }

  /// All refusals, without the folder's name.
  std::string refused(IssuerKind kind, const std::string& screens,
                      const std::string& module = "notes.js") const {
    Candidate it;
    it.wanted.id = "it.example.notes";
    it.image.emplace();
    it.image->manifest.id = "it.example.notes";
    it.image->manifest.version = "1.0.0";
    it.image->manifest.ui.module = module;
    it.image->issuer.kind = kind;
    it.image->issuer.name = "example";
    it.image->screens = screens;
    std::vector<Candidate> all{it};
    check_screens(all, folder_);
    std::string text;
    for (const Refusal& refusal : all[0].problems) text += to_text(refusal);
    for (size_t at; (at = text.find(folder_)) != std::string::npos;) {
      text.replace(at, folder_.size(), "UI");
    }
    return text;
  }

  std::string folder_;
};

TEST_F(ScreenVouching, TakesWhatWasSigned) {
  EXPECT_EQ(refused(IssuerKind::third_party, hash()), "");
  EXPECT_EQ(refused(IssuerKind::core, hash()), "");
  EXPECT_EQ(refused(IssuerKind::core, ""), "");  // of a release
}

TEST_F(ScreenVouching, RefusesWhatWasNot) {
  const std::string signed_one = hash();
  std::string all = refused(IssuerKind::third_party, "");
  write("parts/list.js", "fetch('//elsewhere.example')");
  all += refused(IssuerKind::third_party, signed_one);
  EXPECT_FALSE(refused(IssuerKind::core, signed_one).empty());
  write("parts/list.js", "export class List {}");
  EXPECT_EQ(refused(IssuerKind::third_party, signed_one), "");
  write("parts/more.js", "");  // nor one too many
  EXPECT_FALSE(refused(IssuerKind::third_party, signed_one).empty());
  std::filesystem::remove_all(folder_ + "/it.example.notes");
  all += refused(IssuerKind::third_party, signed_one);
  expect_golden("screens_unvouched", all);
}

TEST_F(ScreenVouching, AsksNothingOfWhoShowsNothing) {
  write("parts/list.js", "altered");
  EXPECT_EQ(refused(IssuerKind::third_party, "", /*module=*/""), "");
}

}  // namespace
}  // namespace curante::kernel
