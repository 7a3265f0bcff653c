// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "curante/error.hpp"
#include "promemoria_printer.hpp"
#include "rendered_pdf.hpp"
#include "sample_white.hpp"
#include "white_printer.hpp"
#include "white_repeats.hpp"
#include "white_text.hpp"

namespace curante::documents {
namespace {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::UnorderedElementsAre;

Bytes print(const WhitePage& page) {
  static WhitePrinter printer(PromemoriaPrinter::usual_families);
  return printer.print(page);
}
Bytes paper(const Recipe& recipe) {
  return print(white_text(recipe, std::nullopt));
}
Bytes promemoria(const Recipe& recipe, const Receipt& receipt = white_receipt()) {
  return print(white_text(recipe, receipt));
}

std::string refusal(const Recipe& recipe, const std::optional<Receipt>& receipt) {
  try {
    white_text(recipe, receipt);
  } catch (const Error& e) {
    EXPECT_FALSE(e.remedy().empty());
    return e.code();
  }
  return "";
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
      if (wide > 0.5 && high > 2.5) found.push_back(words[a].text + " / " + words[b].text);
    }
  }
  return found;
}

Recipe crowded(int lines) {
  Recipe recipe = sample_white();
  recipe.patient.full_name = "D'AMICO-ÈRCOLANI DELLA PORTA SANTISSIMA MARIA ASSUNTA NICCOLÒ";
  recipe.patient.street = "VIA DEI MARTIRI DELLA LIBERTÀ E DELL'INDIPENDENZA NAZIONALE 123 SCALA B";
  recipe.holder.last_name = "BALDASSARRE-MONTEFALCONE DEGLI UBERTI";
  recipe.holder.first_name = "GIOVANNI BATTISTA";
  recipe.holder.address = "PIAZZALE DELLE CROCEROSSINE D'ITALIA 145 SCALA C PIANO TERZO";
  recipe.lines[0].drug_text =
      "AMOXICILLINA/ACIDO CLAVULANICO \"875 mg + 125 mg compresse rivestite con film\" "
      "12 COMPRESSE IN BLISTER PA/AL/PVC CONFEZIONE OSPEDALIERA";
  recipe.lines[0].not_replaceable = true;
  recipe.lines[0].not_replaceable_reason_code = "4";
  recipe.lines[0].notes = "DISPENSARE A DOMICILIO";
  for (int i = 1; i < lines; ++i) {
    recipe.lines.push_back(recipe.lines[0]);
    recipe.lines.back().quantity = i % 12 + 1;
  }
  return recipe;
}

TEST(WhitePaper, SaysWhatTheLawAsksFor) {
  const std::string text = RenderedPdf(paper(sample_white())).text();
  for (const char* part :
       {"PRO VA", "Medico chirurgo - Medico di medicina generale",
        "VIA DELLO STUDIO 12, 00185 ROMA (RM)", "Tel. 06 1234567", "Iscrizione all'albo: RM 45678",
        "Codice fiscale: PROVAX00X00X000Y", "RICETTA MEDICA", "PINI MARIO", "PNIMRA70A01H501P",
        "VIA DELLE PROVE 1, 00100 ROMA (RM)",
        "099001051 - FARMACO DI PROVA 20 MG 4 COMPRESSE RIVESTITE", "N. 1 (una) confezione",
        "1 compressa al bisogno",
        "Ripetibile (RR): valida 6 mesi, dispensabile al massimo 10 volte", "ROMA, 23/11/2026",
        "Firma del medico"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("Epilessia"))) << "the diagnosis is not the pharmacy's business";
  EXPECT_THAT(text, Not(HasSubstr("NRBE")));
  EXPECT_THAT(RenderedPdf(paper(sample_white())).barcodes(203), IsEmpty());
}

TEST(WhitePaper, PrescribesAServiceAndSaysWhatItIsFor) {
  Recipe recipe = sample_white();
  recipe.diagnosis_text = "CARDIOPALMO";
  recipe.lines[0] = {};
  recipe.lines[0].service_code = "89.52";
  recipe.lines[0].service_text = "ELETTROCARDIOGRAMMA";
  recipe.lines[0].quantity = 2;
  recipe.lines[0].notes = "PORTARE I TRACCIATI";
  recipe.lines.push_back(recipe.lines[0]);
  recipe.lines[1].service_code = "93.11.1";
  recipe.lines[1].service_text = "RIEDUCAZIONE MOTORIA";
  recipe.lines[1].quantity = 1;
  recipe.lines[1].sessions = 10;
  recipe.lines[1].catalogue_code = "L9311";
  recipe.lines[1].first_access = recipe.lines[1].televisit = true;
  const std::string text = RenderedPdf(paper(recipe)).text();
  for (const char* part :
       {"Prestazioni a carico dell'assistito", "89.52 - ELETTROCARDIOGRAMMA", "N. 2 prestazioni",
        "Quesito diagnostico:", "CARDIOPALMO", "PORTARE I TRACCIATI", "93.11.1", "10 sedute",
        "primo accesso", "televisita", "CODICE CATALOGO L9311", "PINI MARIO", "Firma del medico"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("Farmaci")));
  EXPECT_THAT(text, Not(HasSubstr("ipetibile")));
  EXPECT_THAT(text, Not(HasSubstr("confezion")));
}

TEST(WhitePaper, AnObscuredPatientIsACodeOnly) {
  Recipe recipe = sample_white();
  recipe.obscured = true;
  for (const Bytes& pdf : {paper(recipe), promemoria(recipe)}) {
    const std::string text = RenderedPdf(pdf).text();
    EXPECT_THAT(text, Not(HasSubstr("PINI")));
    EXPECT_THAT(text, Not(HasSubstr("VIA DELLE PROVE")));
    EXPECT_THAT(text, HasSubstr("PNIMRA70A01H501P"));
    EXPECT_THAT(text, HasSubstr("Dati del paziente oscurati a sua richiesta"));
  }
}

TEST(WhitePaper, ASubstituteSignsInTheirOwnName) {
  Recipe recipe = sample_white();
  recipe.substitute.emplace();
  recipe.substitute->last_name = "CONTI";
  recipe.substitute->first_name = "ELISA";
  recipe.substitute->fiscal_code = PrescriberCode("CNTLSE90E57H501B");
  recipe.substitute->register_number = "RM 99999";
  const std::string text = RenderedPdf(paper(recipe)).text();
  for (const char* part : {"CONTI ELISA", "in sostituzione di PRO VA", "RM 99999",
                           "CNTLSE90E57H501B", "VIA DELLO STUDIO 12"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  EXPECT_THAT(text, Not(HasSubstr("RM 45678")));
}

TEST(WhitePaper, WhatTheAicDoesNotNameIsPrintedAsWritten) {
  Recipe recipe = sample_white();
  recipe.lines[0].aic.clear();
  recipe.lines[0].drug_text = "PREPARAZIONE GALENICA: UREA 10% CREMA BASE Q.B. A 100 G";
  recipe.lines[0].repeatable = false;
  recipe.lines[0].validity_days = 30;
  const std::string text = RenderedPdf(paper(recipe)).text();
  EXPECT_THAT(text, HasSubstr("PREPARAZIONE GALENICA: UREA 10%"));
  EXPECT_THAT(text, HasSubstr("Non ripetibile (RNR): valida 30 giorni"));
}

TEST(WhitePaper, LongTextsNeitherOverlapNorLeaveThePage) {
  for (const Bytes& pdf : {paper(crowded(5)), promemoria(crowded(5))}) {
    const auto words = RenderedPdf(pdf).words();
    EXPECT_THAT(overlaps(words), IsEmpty());
    for (const Word& word : words) {
      EXPECT_GE(word.left, 34.5) << word.text;
      EXPECT_LE(word.right, 560.5) << word.text;
    }
  }
}

TEST(WhitePaper, ManyLinesGoOnOnTheNextPage) {
  for (const Bytes& pdf : {paper(crowded(20)), promemoria(crowded(30))}) {
    const RenderedPdf rendered(pdf);
    EXPECT_GE(rendered.pages(), 2);
    EXPECT_THAT(rendered.text(), HasSubstr("23/11/2026"));
    EXPECT_THAT(overlaps(rendered.words()), IsEmpty());
  }
}

TEST(WhitePaper, EqualRecipesGiveEqualOctets) {
  EXPECT_EQ(paper(sample_white()), paper(sample_white()));
  EXPECT_EQ(content_version(white_text(sample_white(), std::nullopt), {}),
            content_version(white_text(sample_white(), std::nullopt), {}));
  EXPECT_NE(content_version(white_text(sample_white(), std::nullopt), {}),
            content_version(white_text(sample_white(), white_receipt()), {}));
}

TEST(WhitePromemoria, NumberPinAndPatientAreReadFromPaper) {
  for (const Recipe& recipe : {sample_white(), crowded(5)}) {
    const RenderedPdf pdf(promemoria(recipe));
    for (const int dots : {203, 300}) {
      EXPECT_THAT(pdf.barcodes(dots),
                  UnorderedElementsAre("RB0000000042", "12345", "PNIMRA70A01H501P"))
          << dots << " dpi";
    }
  }
}

TEST(WhitePromemoria, SaysWhatTheServiceGave) {
  const std::string text = RenderedPdf(promemoria(sample_white())).text();
  for (const char* part : {"RICETTA BIANCA ELETTRONICA", "PROMEMORIA PER L'ASSISTITO", "NRBE",
                           "*RB0000000042*", "*12345*", "PINI MARIO", "RR", "PRO VA",
                           "PROVAX00X00X000Y", "PROTOCOLLO: 00000000000000000042", "RM 45678"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(WhitePromemoria, AnUnknownPinIsSaidToBe) {
  Receipt receipt = white_receipt();
  receipt.white_pin.clear();
  const RenderedPdf pdf(promemoria(sample_white(), receipt));
  EXPECT_THAT(pdf.text(), HasSubstr("da chiedere al medico"));
  EXPECT_THAT(pdf.barcodes(203), UnorderedElementsAre("RB0000000042", "PNIMRA70A01H501P"));
}

TEST(WhiteText, RefusesWhatCannotBeHonoured) {
  Recipe recipe = sample_white();
  EXPECT_EQ(refusal(recipe, std::nullopt), "");
  recipe.kind = recipe_transmitter::RecipeKind::drugs;
  EXPECT_EQ(refusal(recipe, std::nullopt), "recipe-not-white");
  recipe = sample_white();
  Receipt receipt = white_receipt();
  receipt.outcome = Outcome::uncertain;
  EXPECT_EQ(refusal(recipe, receipt), "recipe-not-accepted");
  receipt = white_receipt();
  receipt.white_number.clear();
  EXPECT_EQ(refusal(recipe, receipt), "recipe-not-accepted");
  recipe.lines.clear();
  EXPECT_EQ(refusal(recipe, std::nullopt), "white-incomplete");
  recipe = sample_white();
  recipe.lines[0].quantity = 0;
  EXPECT_EQ(refusal(recipe, std::nullopt), "white-incomplete");
  recipe = sample_white();
  recipe.holder.last_name = recipe.holder.first_name = "";
  EXPECT_EQ(refusal(recipe, std::nullopt), "white-incomplete");
}

std::string repeats(bool repeatable, int32_t days, int32_t times, int32_t by_doctor = 0) {
  recipe_transmitter::RecipeLine line;
  line.repeatable = repeatable;
  line.validity_days = days;
  line.dispensings = times;
  line.repetitions = by_doctor;
  return repeat_text(line);
}

TEST(WhiteRepeats, SayWhatTheRecipeSays) {
  EXPECT_EQ(repeats(true, 180, 10),
            "Ripetibile (RR): valida 6 mesi, dispensabile al massimo 10 volte");
  EXPECT_EQ(repeats(true, 30, 3),
            "Ripetibile (RR): valida 30 giorni, dispensabile al massimo 3 volte");
  EXPECT_EQ(repeats(true, 100, 5),
            "Ripetibile (RR): valida 100 giorni, dispensabile al massimo 5 volte");
  EXPECT_EQ(repeats(true, 180, 1), "Ripetibile (RR): valida 6 mesi, per una sola dispensazione");
  EXPECT_EQ(repeats(false, 30, 1),
            "Non ripetibile (RNR): valida 30 giorni, per una sola dispensazione");
  EXPECT_EQ(repeats(false, 20, 1),
            "Non ripetibile (RNR): valida 20 giorni, per una sola dispensazione");
  EXPECT_EQ(repeats(false, 1, 1),
            "Non ripetibile (RNR): valida 1 giorno, per una sola dispensazione");
}

TEST(WhiteRepeats, TheDoctorsOwnLimitStandsBeforeTheRules) {
  EXPECT_EQ(repeats(true, 180, 10, 4), "Ripetibile (RR): valida 6 mesi, dispensabile 4 volte");
  EXPECT_EQ(repeats(true, 180, 1, 1),
            "Ripetibile (RR), limitata alla sola confezione prescritta: valida 6 mesi");
}

/// Written before a recipe said how long it is good for: today's figures might not be its own.
TEST(WhiteRepeats, OfAnOldRecipeNoFiguresAreMadeUp) {
  EXPECT_EQ(repeats(true, 0, 0),
            "Ripetibile (RR): valida per il tempo che stabilisce la legge, dispensabile più volte "
            "entro i limiti di legge");
  EXPECT_EQ(repeats(false, 0, 0),
            "Non ripetibile (RNR): valida per il tempo che stabilisce la legge, per una sola "
            "dispensazione");
}

}  // namespace
}  // namespace curante::documents
