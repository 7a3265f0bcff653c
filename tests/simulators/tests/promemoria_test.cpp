// SPDX-License-Identifier: Apache-2.0
#include <openssl/evp.h>

#include <fstream>

#include "simulator_test.hpp"

namespace {

class PromemoriaTest : public SimulatorTest {
 protected:
  /// The PDF of a sending's answer, written to a file.
  std::filesystem::path printed(const AnswerTree& answer) const {
    const std::string text = answer.one("pdfPromemoria");
    std::string bytes(text.size() / 4 * 3, '\0');
    EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                    reinterpret_cast<const unsigned char*>(text.data()),
                    static_cast<int>(text.size()));
    EXPECT_EQ(bytes.substr(0, 5), "%PDF-");
    const auto file = directory_.path() / "promemoria.pdf";
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  static bool installed(const std::string& tool) {
    return run_to_end({"which", tool}).exit_code == 0;
  }
  std::string words_of(const AnswerTree& answer) const {
    const auto ended = run_to_end({"pdftotext", "-layout", printed(answer).string(), "-"});
    EXPECT_EQ(ended.exit_code, 0) << ended.output;
    return ended.output;
  }

  ScratchDirectory directory_;
};

TEST_F(PromemoriaTest, SaysWhatWasPrescribed) {
  if (!installed("pdftotext")) GTEST_SKIP() << "poppler-utils is not installed";
  const auto answer = sent(recipe()
                               .set("cognNome", "PINI MARIA D'ÀGATA")
                               .set("indirizzo", "VIA ROMA 1|67100|L'AQUILA|AQ"));
  const std::string words = words_of(answer);
  for (const std::string& wanted :
       {std::string("Regione Abruzzo"), std::string("PINI MARIA D'ÀGATA"),
        std::string("VIA ROMA 1    CAP: 67100"), std::string("G3B - LEVETIRACETAM 500MG"),
        std::string("NON ESENTE"), std::string("*PNIMRA70A01H501P*"), std::string("30/09/2026"),
        std::string("PRO VA"), answer.one("codAutenticazione"),
        "*" + answer.one("nre").substr(0, 5) + "*", "*" + answer.one("nre").substr(5) + "*"}) {
    const auto loose = wanted.substr(0, wanted.find("    "));
    EXPECT_NE(words.find(loose), std::string::npos) << wanted << "\n" << words;
  }
}

TEST_F(PromemoriaTest, AnObscuredPatientHasNoNameOnIt) {
  if (!installed("pdftotext")) GTEST_SKIP() << "poppler-utils is not installed";
  const std::string words = words_of(sent(recipe()
                                              .set("oscuramDati", "1")
                                              .set("cognNome", "PINI MARIA")
                                              .set("indirizzo", "VIA ROMA 1|67100|L'AQUILA|AQ")));
  EXPECT_EQ(words.find("PINI"), std::string::npos) << words;
  EXPECT_EQ(words.find("VIA ROMA"), std::string::npos) << words;
}

TEST_F(PromemoriaTest, ItsBarcodesAreReadByAScanner) {
  if (!installed("pdftoppm") || !installed("zbarimg")) {
    GTEST_SKIP() << "poppler-utils or zbar-tools is not installed";
  }
  const auto answer = sent(recipe());
  const auto page = directory_.path() / "page";
  const auto drawn = run_to_end(
      {"pdftoppm", "-r", "300", "-png", "-singlefile", printed(answer).string(), page.string()});
  ASSERT_EQ(drawn.exit_code, 0) << drawn.output;
  const auto read = run_to_end({"zbarimg", "-q", "--nodbus", page.string() + ".png"});
  const std::string nre = answer.one("nre");
  for (const std::string& code :
       {nre.substr(0, 5), nre.substr(5), std::string("PNIMRA70A01H501P")}) {
    EXPECT_NE(read.output.find("CODE-39:" + code + "\n"), std::string::npos) << read.output;
  }
}

}  // namespace
