// SPDX-License-Identifier: Apache-2.0
#include "info/info_document.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "problems_text.hpp"

namespace curante::kernel {
namespace {

std::string problems_of(std::string_view text) {
  Problems problems;
  const auto read = read_info(text, "a.info", problems);
  EXPECT_EQ(read.has_value(), problems.empty());
  return text_of(problems);
}

InfoNode tree_of(std::string_view text) {
  Problems problems;
  const auto read = read_info(text, "a.info", problems);
  EXPECT_EQ(text_of(problems), "");
  return read.value_or(InfoNode{});
}

TEST(InfoDocument, KeepsTheLineOfEachKey) {
  const InfoNode root = tree_of(
      "; comment with { braces } and \"quotes\n"
      "\n"
      "id  curante.web   ; what it is\n"
      "uses\n"
      "{\n"
      "  chart/1 { minor 2 }\n"
      "\n"
      "  \"a key\" \"a ; value with } and \\\" inside\"\n"
      "}\n");
  ASSERT_EQ(root.children.size(), 2u);
  EXPECT_EQ(root.children[0].value, "curante.web");
  EXPECT_EQ(root.children[0].line, 3);
  const InfoNode& uses = root.children[1];
  ASSERT_EQ(uses.children.size(), 2u);
  EXPECT_EQ(uses.line, 4);
  EXPECT_EQ(uses.children[0].line, 6);
  EXPECT_EQ(uses.children[0].children.at(0).key, "minor");
  EXPECT_EQ(uses.children[0].children.at(0).line, 6);
  EXPECT_EQ(uses.children[1].key, "a key");
  EXPECT_EQ(uses.children[1].value, "a ; value with } and \" inside");
  EXPECT_EQ(uses.children[1].line, 8);
}

TEST(InfoDocument, TakesSeveralEntriesOnOneLine) {
  const InfoNode root = tree_of("panel { slot patient  order 20  title \"Due parole\" }\nlast x\n");
  ASSERT_EQ(root.children.size(), 2u);
  const InfoNode& panel = root.children[0];
  ASSERT_EQ(panel.children.size(), 3u);
  EXPECT_EQ(panel.children[1].key, "order");
  EXPECT_EQ(panel.children[1].value, "20");
  EXPECT_EQ(panel.children[2].value, "Due parole");
  EXPECT_EQ(root.children[1].line, 2);
}

TEST(InfoDocument, TakesLinesThatEndAsWindowsEndsThem) {
  const InfoNode root = tree_of("a 1\r\nb\r\n{\r\n  c 2\r\n}\r\n");
  ASSERT_EQ(root.children.size(), 2u);
  EXPECT_EQ(root.children[0].value, "1");
  EXPECT_EQ(root.children[1].children.at(0).line, 4);
}

TEST(InfoDocument, RefusesIncludesHoweverTheyAreHidden) {
  EXPECT_EQ(problems_of("a 1\n  #include \"/etc/passwd\"\n"),
            "info-include  a.info line 2: directives such as #include are not allowed "
            "(put the entries into this file, or name a base)\n");
  // PropertyTree takes a vertical tab for white space and would obey.
  EXPECT_EQ(
      problems_of("a 1\n\v#include \"/etc/passwd\"\n"),
      "info-control-character  a.info line 2: the file contains an invisible control character "
      "(save it as plain UTF-8 text)\n");
}

TEST(InfoDocument, RefusesBytesThatAreNoText) {
  EXPECT_EQ(problems_of(std::string_view("a 1\nb \0 2\n", 10)),
            "info-control-character  a.info line 2: the file contains a NUL byte "
            "(save it as plain UTF-8 text)\n");
  EXPECT_EQ(problems_of("a \"x\\0y\"\n"),
            "info-control-character  a.info line 1: «\\0» stands for a NUL byte (remove it)\n");
  for (const char* bad : {"a \xFF", "a \xC0\xAF", "a \xED\xA0\x80", "a \xE0\x80\x80",
                          "a \xF4\x90\x80\x80", "a \xE2\x82"}) {
    EXPECT_EQ(problems_of(bad),
              "info-not-utf8  a.info: the file is not UTF-8 (save it as plain UTF-8 text)\n");
  }
  EXPECT_EQ(problems_of("name \"perché, €, 😀\"\n"), "");
}

TEST(InfoDocument, RefusesDeepNestingWithoutOverflowingTheStack) {
  std::string deep;
  for (int i = 0; i < 60'000; ++i) deep += "a { ";
  EXPECT_EQ(problems_of(deep),
            "info-too-deep  a.info line 1: braces are nested more than 16 deep "
            "(a manifest needs 4 levels at most)\n");
  std::string spaced;
  for (int i = 0; i < 17; ++i) spaced += "a\n{\n";
  EXPECT_EQ(problems_of(spaced),
            "info-too-deep  a.info line 34: braces are nested more than 16 deep "
            "(a manifest needs 4 levels at most)\n");
  EXPECT_EQ(problems_of(std::string(200'000, '{')),
            "info-too-deep  a.info line 1: braces are nested more than 16 deep "
            "(a manifest needs 4 levels at most)\n");
}

TEST(InfoDocument, RefusesBracesThatOnlyTheParserWouldSee) {
  // PropertyTree reads the key `a{"b`, then a brace a word: a scan that took the quotation mark for
  // the begin of a text would let 60,000 levels through to a destructor that recurses.
  std::string hidden = "a{\"b c ";
  for (int i = 0; i < 60'000; ++i) hidden += "{ d ";
  EXPECT_EQ(problems_of(hidden + "\""),
            "info-syntax  a.info line 1: «a{\"b» joins a word and a brace or backslash "
            "(put blanks around { and }, and quotation marks around such a value)\n");
}

TEST(InfoDocument, RefusesWhatDoesNotEnd) {
  EXPECT_EQ(problems_of("a\n{\n  b 1\n"),
            "info-unbalanced  a.info line 4: the file ends inside 1 open braces "
            "(close each { with a })\n");
  EXPECT_EQ(problems_of("a 1\n}\n"),
            "info-unbalanced  a.info line 2: there is a } without a { (remove it)\n");
  EXPECT_EQ(problems_of("a \"no end\nb 2\n"),
            "info-unfinished-string  a.info line 1: a quoted text does not end on its line "
            "(close it with a quotation mark)\n");
  EXPECT_EQ(problems_of("a \"no end\\\n#include \"x\"\n"),
            "info-unfinished-string  a.info line 1: a quoted text does not end on its line "
            "(close it with a quotation mark)\n");
  EXPECT_EQ(problems_of("a \"one\" \\\n  \"two\"\n"),
            "info-syntax  a.info line 1: «\\» joins a word and a brace or backslash "
            "(put blanks around { and }, and quotation marks around such a value)\n");
}

TEST(InfoDocument, TellsTheLineOfWhatTheParserRefuses) {
  EXPECT_EQ(problems_of("a 1\n{ b 2 }\n{ c 3 }\n"),
            "info-syntax  a.info line 3: unexpected { "
            "(an entry is a key, a value on the same line, and maybe { … })\n");
  EXPECT_EQ(problems_of("a \"\\q\"\n"),
            "info-syntax  a.info line 1: unknown escape sequence "
            "(an entry is a key, a value on the same line, and maybe { … })\n");
}

TEST(InfoDocument, RefusesLargeFiles) {
  EXPECT_EQ(problems_of(std::string(256 * 1024 + 1, ' ')),
            "info-too-large  a.info: the file is larger than 256 KiB (split it)\n");
  EXPECT_EQ(problems_of(std::string(256 * 1024, ' ')), "");
}

TEST(InfoDocument, SaysWhichFileCannotBeRead) {
  Problems problems;
  EXPECT_FALSE(read_info_file("/nowhere/x.info", problems));
  EXPECT_FALSE(read_info_file("/tmp", problems));
  EXPECT_FALSE(read_info_file("/dev/zero", problems));
  EXPECT_EQ(text_of(problems),
            "info-missing  /nowhere/x.info: the file cannot be read (check its name and its "
            "permissions)\n"
            "info-missing  /tmp: the file cannot be read (check its name and its permissions)\n"
            "info-missing  /dev/zero: the file cannot be read (check its name and its "
            "permissions)\n");
}

}  // namespace
}  // namespace curante::kernel
