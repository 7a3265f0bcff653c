// SPDX-License-Identifier: Apache-2.0
#include "manifest/plugin_manifest.hpp"

#include <gtest/gtest.h>

#include "golden.hpp"
#include "manifest/version.hpp"
#include "problems_text.hpp"

namespace curante::kernel {
namespace {

TEST(PluginManifest, ReadsAllThatAPluginSaysOfItself) {
  Problems problems;
  const auto read = read_plugin_manifest(
      "id        it.example.notes\n"
      "version   1.4.2\n"
      "name      \"Note libere\"\n"
      "entry     true\n"
      "isolated  true\n"
      "provides\n"
      "{\n"
      "  notes/2  { minor 3 }\n"
      "  verbs/1  { plural true }\n"
      "}\n"
      "uses\n"
      "{\n"
      "  database/1\n"
      "  clock/1     { minor 1  optional true }\n"
      "  verbs/1     { each true }\n"
      "}\n"
      "publishes\n"
      "{\n"
      "  note-written/1  notes/2\n"
      "}\n"
      "hears\n"
      "{\n"
      "  clock-moved/1  clock/1\n"
      "}\n"
      "ui\n"
      "{\n"
      "  module  notes.js\n"
      "  panel   { slot main  element x-notes  title \"Note\"  order 20  permission notes.read }\n"
      "  panel   { slot side  element x-short }\n"
      "  page    { path notes  element x-page }\n"
      "}\n",
      "plugin.info", problems);
  ASSERT_TRUE(read) << text_of(problems);
  EXPECT_EQ(read->id, "it.example.notes");
  EXPECT_EQ(read->version, "1.4.2");
  EXPECT_TRUE(read->entry);
  EXPECT_TRUE(read->isolated);
  EXPECT_FALSE(read->mock);
  ASSERT_NE(read->provides.find("notes/2"), nullptr);
  EXPECT_EQ(read->provides.find("notes/2")->value.minor, 3);
  EXPECT_TRUE(read->provides.find("verbs/1")->value.plural);
  ASSERT_EQ(read->uses.entries.size(), 3u);
  EXPECT_EQ(read->uses.entries[1].name, "clock/1");
  EXPECT_EQ(read->uses.entries[1].line, 14);
  EXPECT_EQ(read->uses.entries[1].value.minor, 1);
  EXPECT_TRUE(read->uses.entries[1].value.optional);
  EXPECT_TRUE(read->uses.entries[2].value.each);
  EXPECT_EQ(read->publishes.find("note-written/1")->value, "notes/2");
  EXPECT_EQ(read->hears.find("clock-moved/1")->value, "clock/1");
  EXPECT_EQ(read->ui.module, "notes.js");
  ASSERT_EQ(read->ui.panel.entries.size(), 2u);
  EXPECT_EQ(read->ui.panel.entries[0].value.order, 20);
  EXPECT_EQ(read->ui.panel.entries[1].value.order, 100);
  EXPECT_EQ(read->ui.page.entries.at(0).value.path, "notes");
}

TEST(PluginManifest, ReportsEveryFaultAtOnce) {
  Problems problems;
  EXPECT_FALSE(
      read_plugin_manifest("id        Notes\n"
                           "version   1.4\n"
                           "nmae      \"Note\"\n"
                           "mock      yes\n"
                           "mock      true\n"
                           "entry     { x 1 }\n"
                           "provides\n"
                           "{\n"
                           "  notes     { minor two  major 1 }\n"
                           "  clock/1\n"
                           "  clock/1\n"
                           "}\n"
                           "uses      database/1\n"
                           "publishes\n"
                           "{\n"
                           "  note-written/1  notes/2\n"
                           "  said            clock/1\n"
                           "  tick/1          clock/1\n"
                           "}\n"
                           "hears\n"
                           "{\n"
                           "  tock/1  clock/1\n"
                           "}\n"
                           "ui\n"
                           "{\n"
                           "  page    { element x-page }\n"
                           "  panel   x-panel\n"
                           "}\n",
                           "plugin.info", problems));
  expect_golden("plugin_manifest_faults", text_of(problems));
}

TEST(PluginManifest, RefusesAnEmptyOne) {
  Problems problems;
  EXPECT_FALSE(read_plugin_manifest("; nothing\n", "plugin.info", problems));
  EXPECT_TRUE(has_code(problems, "manifest-id"));
  EXPECT_TRUE(has_code(problems, "manifest-version"));
  EXPECT_TRUE(has_code(problems, "manifest-name"));
}

TEST(PluginManifest, RefusesATruncatedOne) {
  const std::string whole = "id a.b\nversion 1.0.0\nname n\nprovides\n{\n  x/1 { minor 1 }\n}\n";
  Problems none;
  ASSERT_TRUE(read_plugin_manifest(whole, "plugin.info", none)) << text_of(none);
  // Whole lines that are missing at the end leave a smaller manifest; what is cut inside the first
  // three keys or between the braces does not.
  const size_t keys = whole.find("name") + 4, open = whole.find('{');
  for (size_t size = 0; size + 2 < whole.size(); ++size) {
    if (size > keys && size <= open) continue;
    Problems problems;
    EXPECT_FALSE(read_plugin_manifest(whole.substr(0, size), "plugin.info", problems)) << size;
    EXPECT_FALSE(problems.empty()) << size;
  }
}

TEST(PluginManifest, KnowsAnIdentifierWhenItSeesOne) {
  for (const char* good : {"clock/1", "recipe-transmitter/12", "a1/0"}) {
    EXPECT_TRUE(is_contract_id(good)) << good;
  }
  for (const char* bad : {"", "clock", "clock/", "/1", "Clock/1", "clock/1/2", "clock/v1",
                          "clock/12345", "cl ock/1", "clock/01"}) {
    EXPECT_FALSE(is_contract_id(bad)) << bad;
  }
  EXPECT_EQ(parse_version("10.0.2"), (Version{10, 0, 2}));
  for (const char* bad :
       {"", "1.2", "01.2.3", "1.2.3-rc1", "1.2.3.4", "1.-2.3", "1..3", "1.2.99999999999"}) {
    EXPECT_FALSE(parse_version(bad)) << bad;
  }
  for (const char* good : {"curante.chart", "it.example.wounds-2"}) {
    EXPECT_TRUE(is_plugin_id(good)) << good;
  }
  for (const char* bad : {"", "chart", ".chart", "chart.", "a..b", "../evil.so", "a/b.c", "A.b"}) {
    EXPECT_FALSE(is_plugin_id(bad)) << bad;
  }
}

}  // namespace
}  // namespace curante::kernel
