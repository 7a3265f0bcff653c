// SPDX-License-Identifier: Apache-2.0
#include "curante/reference/search_text.hpp"

#include <gtest/gtest.h>

namespace curante::reference {
namespace {

TEST(SearchText, IgnoresCaseAndAccents) {
  EXPECT_EQ(search_text("Obesità NON precisata"), "obesita non precisata");
  EXPECT_EQ(search_text("SJÖGREN Ørsted Łódź"), "sjogren orsted lodz");
  EXPECT_EQ(search_text("citta\xCC\x80"), "citta");  // a letter and its accent apart
  EXPECT_EQ(search_text("Straße"), "strasse");
}

TEST(SearchText, PartsWordsAtPunctuation) {
  EXPECT_EQ(search_text("L'Aquila"), "l aquila");
  EXPECT_EQ(search_text("dell’unghia (tigna)"), "dell unghia tigna");
  EXPECT_EQ(search_text("Bolzano/Bozen"), "bolzano bozen");
  EXPECT_EQ(search_text("  a   b  "), "a b");
}

TEST(SearchText, KeepsNumbersWhole) {
  EXPECT_EQ(search_text("2,5 mg"), "2,5 mg");
  EXPECT_EQ(search_text("250.01"), "250.01");
  EXPECT_EQ(search_text("0,005% collirio, soluzione."), "0,005% collirio soluzione");
}

TEST(SearchText, OfNothingIsNothing) {
  EXPECT_EQ(search_text(""), "");
  EXPECT_EQ(search_text(" .,;+- "), "");
}

TEST(SearchText, DropsWhatIsNoCharacter) {
  EXPECT_EQ(search_text("a\xB7\xCC\xD3"
                        "b\xC3"),
            "a b");
  EXPECT_EQ(search_text(std::string_view("a\0b", 3)), "a b");
}

TEST(SearchText, LeavesOtherScriptsWhole) {
  EXPECT_EQ(search_text("Киев"), "Киев");
}

}  // namespace
}  // namespace curante::reference
