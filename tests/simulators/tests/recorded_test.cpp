// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <iterator>

#include "schema_set.hpp"
#include "simulator_test.hpp"

namespace {

/// The simulator's answers beside the recorded ones of the real test environment.
class RecordedTest : public SimulatorTest {
 protected:
  void SetUp() override {
    if (!protocols_folder()) GTEST_SKIP() << "CURANTE_REFERENCE_DIR is not set";
    SimulatorTest::SetUp();
  }
  static std::string recorded(const std::string& name) {
    const auto file = *protocols_folder() / "sac-ricetta-dem/samples" / name;
    std::ifstream stream(file);
    if (!stream) throw std::runtime_error("cannot read " + file.string());
    return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  }
  /// A recorded request with its ciphertexts made anew: the originals are for the real key.
  std::string replayed(const std::string& name) const {
    std::string text = recorded(name);
    replace(text, "pinCode>", client().encrypted(kDoctor.pincode));
    replace(text, "codiceAss>", client().encrypted("PNIMRA70A01H501P"));
    return text;
  }
  AnswerTree answer_to(const Address& address, const std::string& request) const {
    const auto answer = client().send(address, kDoctor, request, {});
    EXPECT_EQ(answer.status, 200) << answer.body;
    return AnswerTree(answer.body);
  }
  static void replace(std::string& text, const std::string& tag, const std::string& value) {
    const auto from = text.find(tag);
    if (from == std::string::npos) return;
    const auto begin = from + tag.size();
    text.replace(begin, text.find('<', begin) - begin, value);
  }
};

TEST_F(RecordedTest, ADrugRecipeIsAnsweredAlike) {
  const auto answer =
      answer_to(addresses::kSend, replayed("invioPrescritto-farmaceutica-richiesta.xml"));
  const AnswerTree real(recorded("invioPrescritto-ok-ricevuta.xml"));
  EXPECT_EQ(answer.skeleton(), real.skeleton());
  EXPECT_EQ(answer.all("messaggio"), real.all("messaggio"));
  EXPECT_EQ(answer.all("codice"), real.all("codice"));
  EXPECT_EQ(answer.one("codAutenticazione").size(), real.one("codAutenticazione").size());
}

TEST_F(RecordedTest, ASpecialistRecipeIsAccepted) {
  const auto answer =
      answer_to(addresses::kSend, replayed("invioPrescritto-specialistica-richiesta.xml"));
  EXPECT_EQ(answer.one("codEsitoInserimento"), "0000");
}

TEST_F(RecordedTest, AViewedRecipeIsAnsweredAlike) {
  const auto sent =
      answer_to(addresses::kSend, replayed("invioPrescritto-farmaceutica-richiesta.xml"));
  std::string request = replayed("visualizzaPrescritto-richiesta.xml");
  replace(request, "nre>", sent.one("nre"));
  const auto answer = answer_to(addresses::kView, request);
  const AnswerTree real(recorded("visualizzaPrescritto-stato3-ricevuta.xml"));
  EXPECT_EQ(answer.skeleton(), real.skeleton());
  for (const char* name : {"testata1", "indirizzo", "codiceAss", "nonEsente", "dataCompilazione",
                           "numsedute", "statoProcesso", "codEsitoVisualizzazione", "codice"}) {
    EXPECT_EQ(answer.one(name), real.one(name)) << name;
  }
}

TEST_F(RecordedTest, AWithdrawalIsAnsweredAlike) {
  const auto sent =
      answer_to(addresses::kSend, replayed("invioPrescritto-farmaceutica-richiesta.xml"));
  std::string request = replayed("annullaPrescritto-richiesta.xml");
  replace(request, "nre>", sent.one("nre"));
  const auto answer = answer_to(addresses::kWithdraw, request);
  const AnswerTree real(recorded("annullaPrescritto-ok-ricevuta.xml"));
  EXPECT_EQ(answer.skeleton(), real.skeleton());
  EXPECT_EQ(answer.one("codEsitoAnnullamento"), real.one("codEsitoAnnullamento"));
  EXPECT_EQ(answer.one("codice"), real.one("codice"));
}

TEST_F(RecordedTest, TheUsedNumbersAreAnsweredAlike) {
  answer_to(addresses::kSend, replayed("invioPrescritto-farmaceutica-richiesta.xml"));
  answer_to(addresses::kSend, replayed("invioPrescritto-farmaceutica-richiesta.xml"));
  const auto answer = answer_to(addresses::kUsed, replayed("interrogaNreUtilizzati-richiesta.xml"));
  const AnswerTree real(recorded("interrogaNreUtilizzati-ricevuta-2-record.xml"));
  EXPECT_EQ(answer.skeleton(), real.skeleton());
  EXPECT_EQ(answer.one("lotto").size(), real.one("lotto").size());
  EXPECT_EQ(answer.one("provenienza"), real.one("provenienza"));
}

}  // namespace
