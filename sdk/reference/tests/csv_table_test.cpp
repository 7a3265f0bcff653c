// SPDX-License-Identifier: Apache-2.0
#include "curante/reference/csv_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace curante::reference {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

CsvTable read(std::string_view content) {
  return CsvTable(content, "t.csv", {"code", "text"});
}

std::string refusal(std::string_view content) {
  try {
    read(content);
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "import-malformed");
    EXPECT_FALSE(e.remedy().empty());
    return e.message();
  }
  return "not refused";
}

TEST(CsvTable, AColumnIsAskedForOnce) {
  try {
    CsvTable("code,text\n", "t.csv", {"code", "text", "code"});
    FAIL() << "it was read";
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), "column-asked-twice");
  }
}

TEST(CsvTable, ReadsColumnsByNameAndSkipsOthers) {
  const CsvTable table = read("text,extra,code\nColera,x,001\n");
  ASSERT_EQ(table.rows().size(), 1u);
  EXPECT_THAT(table.rows()[0].fields, ElementsAre("001", "Colera"));
  EXPECT_EQ(table.rows()[0].line, 2);
}

TEST(CsvTable, ReadsQuotesCommasAndLineBreaksInsideFields) {
  const CsvTable table = read("code,text\r\n1,\"a, \"\"b\"\"\nc\"\r\n\r\n2,\n");
  ASSERT_EQ(table.rows().size(), 2u);
  EXPECT_EQ(table.rows()[0][1], "a, \"b\"\nc");
  EXPECT_THAT(table.rows()[1].fields, ElementsAre("2", ""));
  EXPECT_EQ(table.rows()[1].line, 5);
}

TEST(CsvTable, ReadsAByteOrderMarkAndAMissingLastLineBreak) {
  const CsvTable marked = read(
      "\xEF\xBB\xBF"
      "code,text\n1,è");
  EXPECT_EQ(marked.rows()[0][1], "è");
  const CsvTable cut = read("code,text\n1,");
  EXPECT_EQ(cut.rows()[0][1], "");
}

TEST(CsvTable, NamesFileAndLineOfWhatIsWrong) {
  EXPECT_EQ(refusal(""), "t.csv, riga 1: il file è vuoto");
  EXPECT_EQ(refusal("code\n1\n"), "t.csv, riga 1: manca la colonna «text»");
  EXPECT_EQ(refusal("code,text\n1,a\n2\n"), "t.csv, riga 3: 1 campi, ma l'intestazione ne ha 2");
  EXPECT_EQ(refusal("code,text\n1,a,b\n"), "t.csv, riga 2: 3 campi, ma l'intestazione ne ha 2");
  EXPECT_THAT(refusal("code,text\n1,a\n2,\"b\nc\n"),
              StartsWith("t.csv, riga 3: virgolette aperte"));
  EXPECT_THAT(refusal("code,text\n1,\"a\"b\n"), HasSubstr("riga 2: testo dopo le virgolette"));
  EXPECT_THAT(refusal("code,text\n1,a\"b\n"), HasSubstr("riga 2: virgolette dentro"));
  EXPECT_THAT(refusal("code,text\n1,a\n2,\xE8\n"),
              HasSubstr("riga 3: caratteri che non sono UTF-8"));
  EXPECT_THAT(refusal(std::string_view("code,text\n1,\0\n", 13)), HasSubstr("non sono UTF-8"));
}

}  // namespace
}  // namespace curante::reference
