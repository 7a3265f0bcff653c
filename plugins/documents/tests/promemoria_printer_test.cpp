// SPDX-License-Identifier: Apache-2.0
#include "promemoria_printer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "curante/error.hpp"
#include "rendered_pdf.hpp"
#include "sample_page.hpp"

namespace curante::documents {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

Bytes print(const PromemoriaPage& page) {
  static PromemoriaPrinter printer;
  return printer.print({&page, 1});
}

/// A page with the longest texts that come up, in every place at once.
PromemoriaPage crowded_page() {
  PromemoriaPage page = sample_page();
  page.region = "Provincia autonoma di Bolzano/Bozen";
  page.patient_name = "D'AMICO-ÈRCOLANI DELLA PORTA SANTISSIMA MARIA ASSUNTA NICCOLÒ";
  page.street =
      "VIA DEI MARTIRI DELLA LIBERTÀ E DELL'INDIPENDENZA NAZIONALE 123 SCALA B INTERNO 45";
  page.municipality = "SAN VALENTINO IN ABRUZZO CITERIORE";
  page.exemption = "ESENTE PER REDDITO";
  page.regional_provisions = "DISPOSIZIONE REGIONALE N. 1234/2026";
  page.diagnosis =
      "438.85 - Vertigini come postumo di malattie cerebrovascolari, con disturbo dell'equilibrio "
      "persistente e cadute ripetute nell'ultimo anno, in paziente anticoagulato";
  page.doctor_name = "BALDASSARRE-MONTEFALCONE DEGLI UBERTI GIOVANNI BATTISTA MARIA";
  page.regional_phrase +=
      " che continua per più di una riga, perché qualche regione scrive a lungo"
      " e il cittadino deve poter leggere tutto fino all'ultima parola: FINE";
  page.lines.clear();
  for (int i = 0; i < 8; ++i) {
    page.lines.push_back(
        {"03456789" + std::to_string(i) +
             " - AMOXICILLINA/ACIDO CLAVULANICO \"875 mg + 125 mg compresse rivestite con film\" "
             "12 COMPRESSE IN BLISTER PA/AL/PVC (confezione " +
             std::to_string(i) + "/OTTO)",
         i % 2 == 0 ? "NON SOSTITUIBILE (motivo 4) - 1 cp ore 8 e ore 20 dopo i pasti" : "", i + 1,
         i == 7 ? "65 bis" : ""});
  }
  return page;
}

/// Words that stand one upon the other.
std::vector<std::string> overlaps(const std::vector<Word>& words) {
  std::vector<std::string> found;
  for (size_t a = 0; a < words.size(); ++a) {
    for (size_t b = a + 1; b < words.size(); ++b) {
      const double wide =
          std::min(words[a].right, words[b].right) - std::max(words[a].left, words[b].left);
      const double high =
          std::min(words[a].bottom, words[b].bottom) - std::max(words[a].top, words[b].top);
      // Boxes reach from ascender to descender, so neighbouring lines may touch by a little.
      if (wide > 0.5 && high > 2.5) found.push_back(words[a].text + " / " + words[b].text);
    }
  }
  return found;
}

/// Words that are not drawn but stand behind an ellipsis: they have letters and next to no width.
std::vector<std::string> cut_words(const std::vector<Word>& words) {
  std::vector<std::string> found;
  for (const Word& word : words) {
    const double each = (word.right - word.left) / static_cast<double>(word.text.size());
    if (word.text.size() >= 4 && each < 0.8) found.push_back(word.text);
  }
  return found;
}

const Word* find(const std::vector<Word>& words, const std::string& text) {
  for (const Word& word : words) {
    if (word.text == text) return &word;
  }
  return nullptr;
}

TEST(PromemoriaPrinter, SaysWhatItWasGiven) {
  PromemoriaPage page = sample_page();
  page.diagnosis = "401.9 - Ipertensione";
  page.lines.push_back({"012745093 - TACHIPIRINA", "NON SOSTITUIBILE", 2, "66"});
  const std::string text = RenderedPdf(print(page)).text();
  for (const char* part :
       {"SERVIZIO SANITARIO NAZIONALE",
        "RICETTA ELETTRONICA - PROMEMORIA PER L'ASSISTITO",
        "Regione Lazio",
        "*1200A*",
        "*4019294847*",
        "*PNIMRA70A01H501P*",
        "PINI MARIO",
        "VIA DELLE PROVE 1",
        "CAP: 00100",
        "COMUNE: ROMA",
        "PROV: RM",
        "ESENZIONE: NON ESENTE",
        "SIGLA PROVINCIA: RM",
        "CODICE ASL: 201",
        "DISPOSIZIONI REGIONALI:",
        "TIPOLOGIA PRESCRIZIONE(S,H):",
        "PRIORITA' PRESCRIZIONE(U,B,D,P):",
        "QTA'",
        "---",
        "G3B - LEVETIRACETAM 500MG 60 UNITA' USO ORALE",
        "012745093 - TACHIPIRINA",
        "NON SOSTITUIBILE",
        "QUESITO DIAGNOSTICO: 401.9 - Ipertensione",
        "N.CONFEZIONI/PRESTAZIONI: 3",
        "TIPO RICETTA: Assist.SSN",
        "DATA: 23/11/2026",
        "CODICE FISCALE MEDICO: PROVAX00X00X000Y",
        "CODICE AUTENTICAZIONE: 231120261713401010000050622840",
        "COGNOME E NOME DEL MEDICO: PRO VA",
        "Rilasciato ai sensi dell'art.11, comma 16 del DL 31 mag 2010,n.78 e dell'art.1, comma 4 "
        "del DM 2 nov 2011",
        "REGIONE LAZIO: frase di interesse regionale"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(PromemoriaPrinter, PutsTextWhereTheSacPutsIt) {
  const auto words = RenderedPdf(print(sample_page())).words();
  const struct {
    const char* word;
    double x, baseline, size;
  } places[] = {{"SERVIZIO", 37, 812, 10},
                {"RICETTA", 278.26, 812, 10},
                {"Regione", 37, 798, 10},
                {"COGNOME", 37, 746.34, 8},
                {"INDIRIZZO:", 37, 712.69, 8},
                {"ESENZIONE:", 37, 684.69, 6},
                {"SIGLA", 168.25, 684.69, 6},
                {"DISPOSIZIONI", 362.5, 684.69, 6},
                {"PRIORITA&apos;", 273.25, 674.69, 6},
                {"G3B", 37, 647.69, 8},
                {"QUESITO", 37, 499.69, 8},
                {"TIPO", 177, 487.69, 8},
                {"DATA:", 287.83, 487.69, 8},
                {"Rilasciato", 107.44, 463.69, 8}};
  for (const auto& place : places) {
    const Word* word = find(words, place.word);
    ASSERT_NE(word, nullptr) << place.word;
    EXPECT_NEAR(word->left, place.x, 1) << place.word;
    const double baseline = 842 - place.baseline;
    EXPECT_LT(word->top, baseline - 0.6 * place.size) << place.word;
    EXPECT_GT(word->top, baseline - 1.2 * place.size) << place.word;
    EXPECT_NEAR(word->bottom, baseline + 0.2 * place.size, 1.2) << place.word;
  }
}

TEST(PromemoriaPrinter, BarcodesAreReadFromPaper) {
  for (const PromemoriaPage& page : {sample_page(), crowded_page()}) {
    const RenderedPdf pdf(print(page));
    for (const int dots : {203, 300}) {
      EXPECT_THAT(pdf.barcodes(dots),
                  UnorderedElementsAre("1200A", "4019294847", "PNIMRA70A01H501P"))
          << dots << " dpi";
    }
  }
}

TEST(PromemoriaPrinter, LongTextsNeitherOverlapNorDisappear) {
  for (const char* families : {PromemoriaPrinter::usual_families, "DejaVu Sans"}) {
    PromemoriaPrinter printer(families);
    const PromemoriaPage page = crowded_page();
    const RenderedPdf pdf(printer.print({&page, 1}));
    const auto words = pdf.words();
    EXPECT_THAT(overlaps(words), testing::IsEmpty()) << families;
    for (const Word& word : words) {
      EXPECT_GE(word.left, 34.5) << word.text;
      EXPECT_LE(word.right, 560.5) << word.text;
      EXPECT_LE(word.bottom, 842.0 / 2) << word.text << ": content stays in the top half";
    }
    EXPECT_THAT(cut_words(words), testing::IsEmpty()) << families;
    for (const char* last : {"NICCOLÒ", "CITERIORE", "MARIA", "anticoagulato", "FINE", "0/OTTO)",
                             "7/OTTO)", "pasti"}) {
      EXPECT_NE(find(words, last), nullptr) << families << ": " << last;
    }
  }
}

TEST(PromemoriaPrinter, EndlessTextsEndWithAnEllipsis) {
  PromemoriaPage page = sample_page();
  for (int i = 0; i < 200; ++i) {
    page.patient_name += " PAROLA";
    page.doctor_name += " PAROLA";
    page.lines[0].text += " PAROLA";
    page.diagnosis += " PAROLA";
  }
  const RenderedPdf pdf(print(page));
  EXPECT_THAT(overlaps(pdf.words()), testing::IsEmpty());
  EXPECT_THAT(cut_words(pdf.words()), testing::Contains(HasSubstr("PAROLA PAROLA")));
  EXPECT_THAT(pdf.barcodes(203), UnorderedElementsAre("1200A", "4019294847", "PNIMRA70A01H501P"));
}

/// As long as the rules of prescribing let it be.
TEST(PromemoriaPrinter, AQuestionOfTwoHundredLettersIsWholeAndOnTwoLinesThatCanBeRead) {
  PromemoriaPage page = sample_page();
  page.lines.resize(1);
  page.diagnosis = "438.85 -";
  while (page.diagnosis.size() < 200) page.diagnosis += " VERTIGINI";
  page.diagnosis += " FINE";
  const auto letters = [](const Word& word) { return word.bottom - word.top; };
  for (size_t lines = 1; lines <= PromemoriaPage::max_lines; ++lines) {
    page.lines.resize(lines, page.lines[0]);
    const RenderedPdf pdf(print(page));
    const auto words = pdf.words();
    EXPECT_THAT(overlaps(words), testing::IsEmpty()) << lines;
    EXPECT_THAT(cut_words(words), testing::IsEmpty()) << lines;
    const Word *first = find(words, "438.85"), *last = find(words, "FINE");
    ASSERT_NE(first, nullptr) << lines;
    ASSERT_NE(last, nullptr) << lines;
    EXPECT_GT(last->top, first->bottom - 1) << lines << ": it takes two lines";
    if (lines == PromemoriaPage::max_lines) continue;  // no room is left: smaller, and whole
    EXPECT_GE(letters(*last), 0.75 * letters(*find(words, "DIAGNOSTICO:"))) << lines;
  }
}

TEST(PromemoriaPrinter, ObscuredShowsNeitherNameNorAddress) {
  PromemoriaPage page = sample_page();
  page.obscured = true;
  const Bytes pdf = print(page);
  const std::string text = RenderedPdf(pdf).text();
  for (const char* hidden : {"PINI", "MARIO", "PROVE", "00100", "ROMA"}) {
    EXPECT_THAT(text, Not(HasSubstr(hidden)));
  }
  EXPECT_THAT(text, HasSubstr("INDIRIZZO:"));
  EXPECT_THAT(text, HasSubstr("*PNIMRA70A01H501P*"));
  EXPECT_THAT(text, HasSubstr("oscurati ai sensi dell'articolo 87"));
  EXPECT_THAT(RenderedPdf(print(sample_page())).text(), Not(HasSubstr("articolo 87")));
}

TEST(PromemoriaPrinter, ALongRemarkIsWholeAllTheSame) {
  PromemoriaPage page = sample_page();
  page.lines[0].remark = "PIANO TERAPEUTICO 2026ABC123 - ";
  for (int day = 1; day <= 12; ++day) {
    page.lines[0].remark += "giorno " + std::to_string(day) + ": 1 cp alle 8 e 2 cp alle 20; ";
  }
  page.lines[0].remark += "poi BASTA";
  EXPECT_THAT(RenderedPdf(print(page)).text(), HasSubstr("BASTA"));
}

TEST(PromemoriaPrinter, MissingFieldsStayWhite) {
  PromemoriaPage page;
  page.nre = "1200A4019294847";
  page.fiscal_code = "01234567897";
  page.lines = {{"G3B - X", "", 1, ""}};
  const RenderedPdf pdf(print(page));
  EXPECT_THAT(pdf.text(), HasSubstr("COGNOME E NOME DEL MEDICO:"));
  EXPECT_THAT(pdf.text(), Not(HasSubstr("null")));
  EXPECT_THAT(pdf.barcodes(203), UnorderedElementsAre("1200A", "4019294847", "01234567897"));
}

TEST(PromemoriaPrinter, BrokenTextFromOutsideDoesNotBreakThePage) {
  PromemoriaPage page = sample_page();
  page.patient_name = "PINI\xff\xfe\nMARIO\tROSSI";
  page.regional_phrase = std::string("FRASE\0CON ZERO", 14);
  const std::string text = RenderedPdf(print(page)).text();
  EXPECT_THAT(text, HasSubstr("PINI"));
  EXPECT_THAT(text, HasSubstr("MARIO ROSSI"));
  EXPECT_THAT(text, HasSubstr("CON ZERO"));
}

TEST(PromemoriaPrinter, SeveralRecipesMakeOneFile) {
  std::vector<PromemoriaPage> pages(3, sample_page());
  pages[1].nre = "1200A4019294848";
  pages[2].nre = "1200A4019294849";
  PromemoriaPrinter printer;
  const RenderedPdf pdf(printer.print(pages));
  EXPECT_EQ(pdf.pages(), 3);
  EXPECT_EQ(pdf.barcodes(203, 2).count("4019294848"), 1u);
  EXPECT_EQ(pdf.barcodes(203, 3).count("4019294849"), 1u);
}

TEST(PromemoriaPrinter, EqualPagesGiveEqualOctetsAndTheFileNamesNobody) {
  const Bytes first = print(sample_page());
  EXPECT_EQ(first, print(sample_page()));
  const RenderedPdf pdf(first);
  EXPECT_THAT(pdf.facts(), Not(HasSubstr("PINI")));
  EXPECT_THAT(pdf.facts(), HasSubstr("595 x 842"));
  EXPECT_THAT(pdf.fonts(), Not(HasSubstr(" no  "))) << "each font is in the file";
}

TEST(PromemoriaPrinter, ThreadsTakeTurns) {
  PromemoriaPrinter printer;
  const PromemoriaPage page = sample_page();
  const Bytes expected = printer.print({&page, 1});
  std::vector<std::thread> threads;
  std::atomic<int> equal = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 5; ++k) equal += printer.print({&page, 1}) == expected;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(equal, 20);
}

TEST(PromemoriaPrinter, RefusesWhatWouldBeNoPromemoria) {
  const auto code = [](PromemoriaPage page) -> std::string {
    try {
      print(page);
    } catch (const Error& e) {
      return e.code();
    }
    return "";
  };
  PromemoriaPage page = sample_page();
  page.nre = "1200A401929484";
  EXPECT_EQ(code(page), "promemoria-incomplete");
  page = sample_page();
  page.fiscal_code.clear();
  EXPECT_EQ(code(page), "promemoria-incomplete");
  page = sample_page();
  page.lines.clear();
  EXPECT_EQ(code(page), "promemoria-incomplete");
  page = sample_page();
  page.lines.resize(9, page.lines[0]);
  EXPECT_EQ(code(page), "promemoria-incomplete");
  page = sample_page();
  page.fiscal_code = "PNIMRA70À01H501P";
  EXPECT_EQ(code(page), "barcode-invalid");
}

TEST(PromemoriaPrinter, LooksLikeTheSacsOwn) {
  const char* reference = std::getenv("CURANTE_REFERENCE_DIR");
  if (reference == nullptr) GTEST_SKIP() << "CURANTE_REFERENCE_DIR is not set";
  const RenderedPdf theirs(file_bytes(std::string(reference) +
                                      "/protocols/sac-ricetta-dem/samples/"
                                      "promemoria-SAC-test-1300A4019294847.pdf"));
  PromemoriaPage page = sample_page();
  page.region = "Regione Abruzzo";
  page.nre = "1300A4019294847";
  page.patient_name = page.street = page.postal_code = page.municipality = "";
  page.address_province = "";
  page.province = "AQ";
  page.date = "30/09/2026";
  page.authentication_code = "300920261713401010000050622840";
  page.regional_phrase =
      "REGIONE ABRUZZO: Frase di prova di interesse regionale da stampare nel promemoria";
  const RenderedPdf ours(print(page));
  const auto mine = ours.words();
  const auto simple = [](const Word& word) { return word.text.find('_') == std::string::npos; };
  int compared = 0;
  for (const Word& word : theirs.words()) {
    if (!simple(word)) continue;
    const Word* same = nullptr;
    double nearest = 1e9;
    for (const Word& candidate : mine) {
      const double away = std::abs(candidate.left - word.left) + std::abs(candidate.top - word.top);
      if (candidate.text == word.text && away < nearest) nearest = away, same = &candidate;
    }
    ASSERT_NE(same, nullptr) << word.text;
    EXPECT_NEAR(same->left, word.left, 40) << word.text;
    EXPECT_NEAR((same->top + same->bottom) / 2, (word.top + word.bottom) / 2, 1.5) << word.text;
    ++compared;
  }
  EXPECT_GT(compared, 80);
  EXPECT_EQ(ours.barcodes(203), theirs.barcodes(203));
}

}  // namespace
}  // namespace curante::documents
