// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "posology_dose.hpp"
#include "sample_facts.hpp"
#include "stock_light.hpp"
#include "stock_rules.hpp"

namespace curante::prescribing {

/// "hundredths/days unit", or "?".
std::string dose_text(const std::string& posology) {
  const auto dose = dose_of(posology);
  if (!dose) return "?";
  return std::to_string(dose->hundredths) + "/" + std::to_string(dose->days) +
         (dose->unit.empty() ? "" : " " + dose->unit);
}

TEST(Posology, IsReadWhereItIsCertain) {
  const std::pair<const char*, const char*> cases[] = {
      {"1 cpr al dì", "100/1 compress"},
      {"1 cpr/die", "100/1 compress"},
      {"1 cpr die", "100/1 compress"},
      {"1 CPR AL GIORNO", "100/1 compress"},
      {"1 compressa al giorno", "100/1 compress"},
      {"1 al giorno", "100/1"},
      {"una compressa ogni giorno", "100/1 compress"},
      {"2 cps al giorno", "200/1 capsul"},
      {"1 cp al dì", "100/1"},
      {"1 bustina al giorno a stomaco vuoto", "100/1 bustin"},
      {"1+1", "200/1"},
      {"1 + 1 cpr al dì", "200/1 compress"},
      {"1+0+1", "200/1"},
      {"1-0-1", "200/1"},
      {"0-0-1", "100/1"},
      {"0+0+1/2", "50/1"},
      {"0,25 cpr al dì", "25/1 compress"},
      {"1-1-1 dopo i pasti", "300/1"},
      {"1/2 + 1/2", "100/1"},
      {"1 cpr + 1 cpr", "200/1 compress"},
      {"1+1 mattina e sera", "200/1"},
      {"1+0+1 mattina e sera", "200/1"},
      {"mezza compressa al giorno", "50/1 compress"},
      {"mezza cpr la sera", "50/1 compress"},
      {"1/2 cpr/die", "50/1 compress"},
      {"½ cpr al dì", "50/1 compress"},
      {"un quarto di compressa al dì", "25/1 compress"},
      {"3/4 cpr al dì", "75/1 compress"},
      {"0,5 cpr al dì", "50/1 compress"},
      {"1,5 cpr al dì", "150/1 compress"},
      {"1 e 1/2 cpr al dì", "150/1 compress"},
      {"1 1/2 cpr al dì", "150/1 compress"},
      {"1½ cpr al dì", "150/1 compress"},
      {"una compressa e mezza al giorno", "150/1 compress"},
      {"1 cpr ogni 8 ore", "300/1 compress"},
      {"1 cpr ogni 12 h", "200/1 compress"},
      {"1 cpr ogni 24 ore", "100/1 compress"},
      {"1 cerotto ogni 72 ore", "100/3 cerott"},
      {"1 compressa mattina e sera", "200/1 compress"},
      {"1 cpr al mattino e alla sera", "200/1 compress"},
      {"1 cpr mattina, pranzo e sera", "300/1 compress"},
      {"1 cpr la sera prima di dormire", "100/1 compress"},
      {"1 cpr dopo colazione", "100/1 compress"},
      {"1 cpr dopo pranzo", "100/1 compress"},
      {"1 compressa ogni mattina", "100/1 compress"},
      {"1 cpr ogni sera", "100/1 compress"},
      {"1 cpr alle 8 e alle 20", "200/1 compress"},
      {"1 cpr ore 8", "100/1 compress"},
      {"1 cpr la mattina e 2 la sera", "300/1 compress"},
      {"1 cpr al mattino, mezza alla sera", "150/1 compress"},
      {"1 cpr mattina + 1 cpr sera", "200/1 compress"},
      {"1 cpr 3 volte al giorno", "300/1 compress"},
      {"1 cpr 2 volte/die", "200/1 compress"},
      {"1 cpr x 2/die", "200/1 compress"},
      {"1 cpr × 3 al dì", "300/1 compress"},
      {"1 cpr due volte al giorno (mattina e sera)", "200/1 compress"},
      {"1 compressa una volta al giorno", "100/1 compress"},
      {"1 cpr al giorno, la sera", "100/1 compress"},
      {"1 cpr al giorno per os", "100/1 compress"},
      {"1 cpr a giorni alterni", "100/2 compress"},
      {"1 cpr al dì a giorni alterni", "100/2 compress"},
      {"1 cpr un giorno sì e uno no", "100/2 compress"},
      {"1 cpr ogni 2 giorni", "100/2 compress"},
      {"1 cpr a settimana", "100/7 compress"},
      {"1 compressa ogni settimana", "100/7 compress"},
      {"1 cpr 2 volte a settimana", "200/7 compress"},
      {"1 fiala ogni 28 giorni", "100/28 fial"},
  };
  for (const auto& [posology, expected] : cases)
    EXPECT_EQ(dose_text(posology), expected) << posology;
}

TEST(Posology, IsNeverGuessed) {
  for (const char* posology : {"",
                               "   ",
                               "1 cpr",
                               "2",
                               "cpr al dì",
                               "al bisogno",
                               "1 cpr al bisogno",
                               "1 cpr al dì se dolore",
                               "1-2 cpr al dì",
                               "1-1",
                               "1 o 2 cpr al dì",
                               "1 cpr ogni 4-6 ore",
                               "1 cpr per 7 giorni",
                               "1 cpr al dì per 7 giorni",
                               "1 cpr al dì per 3 mesi",
                               "20 gocce al dì",
                               "5 mg al dì",
                               "1 cpr da 100 mg al dì",
                               "1 puff x 2/die",
                               "2 cpr al giorno mattina e sera",
                               "1 cpr x 2",
                               "1 cpr 2 volte",
                               "1 cpr ai pasti",
                               "1 cpr dopo i pasti",
                               "1 cpr 1/2 volte al giorno",
                               "2/3 cpr al dì",
                               "0 cpr al dì",
                               "50 cpr al dì",
                               "1 cpr al dì poi 2",
                               "secondo INR",
                               "secondo schema",
                               "1 cpr mattina e 1 cps sera",
                               "1 la mattina e 1 la mattina",
                               "1 cpr mattina e colazione",
                               "1 cpr ogni 7 ore",
                               "1 cpr ogni 90 giorni",
                               "1 cpr al mese",
                               "1 cpr lun mer ven",
                               "1 cpr 2 volte al giorno mattina pranzo e sera",
                               "mezza",
                               "1 cpr la mattina e 1 la sera a giorni alterni",
                               "1 cpr al giorno al giorno",
                               "1 cpr al dì 1 cpr al dì",
                               "1,1 al dì",
                               "1 cpr x 10 die",
                               "1 cpr al mattino per 10 giorni",
                               "1-1-1 per 5 giorni",
                               "1 cpr ore 8 20",
                               "1 cpr 8 ore",
                               "1 cpr al dì e 2 cpr",
                               "1/0 al dì",
                               "999999999999999999 al dì",
                               "1.2345 al dì",
                               "1 cpr ogni",
                               "ogni 8 ore",
                               "1+",
                               "+1",
                               "e",
                               "1 cpr alle",
                               "ore",
                               "(",
                               "½"}) {
    EXPECT_EQ(dose_text(posology), "?") << posology;
  }
}

/// Whatever words follow each other: an answer in bounds, or none.
TEST(Posology, SurvivesAnyOrderOfItsWords) {
  const char* const words[] = {"1",           "0",     "mezza", "1/2",     "/",
                               "+",           "-",     "e",     ",",       "cpr",
                               "cps",         "al dì", "die",   "x",       "per",
                               "volte",       "ogni",  "8",     "ore",     "alle",
                               "giorni",      "sera",  "la",    "mattina", "a giorni alterni",
                               "a settimana", "½",     "1,5",   "(",       "un",
                               "quarto",      "999",   "\xC3"};
  std::mt19937 random(11);
  int certain = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string posology;
    for (size_t n = random() % 9; n > 0; --n) {
      posology += std::string(words[random() % std::size(words)]) + " ";
    }
    const auto dose = dose_of(posology);
    if (!dose) continue;
    ++certain;
    EXPECT_GT(dose->hundredths, 0) << posology;
    EXPECT_LE(dose->hundredths, 2000 * 24) << posology;
    EXPECT_GE(dose->days, 1) << posology;
    EXPECT_LE(dose->days, 31) << posology;
  }
  EXPECT_GT(certain, 0);
}

class StockTest : public testing::Test {
 protected:
  StockTest() {
    therapy_.id = Id("44444444-4444-4444-8444-444444444444");
    therapy_.posology = "1 cpr al dì";
    last_.issued = today_;
    last_.aic = sample::aspirin().aic.value();
    last_.packs = 1;
    last_.posology = "1 cpr al dì";
  }
  Stock stock(int32_t days_ago) {
    last_.issued = Date{today_.days - days_ago};
    return stock_of(thresholds_, therapy_, last_, drug_, today_);
  }

  Date today_ = Date::parse("2026-11-23");
  StockThresholds thresholds_{embedded::stock_rules()};
  chart::Therapy therapy_;
  LastIssue last_;
  std::optional<formulary::Drug> drug_ = sample::aspirin();
};

TEST_F(StockTest, TurnsFromGreenToRed) {
  struct {
    int32_t days_ago;
    StockLight light;
    int32_t days_left;
    const char* text;
  } const cases[] = {
      {0, StockLight::green, 29, "finisce tra 29 giorni"},
      {21, StockLight::green, 8, "finisce tra 8 giorni"},
      {22, StockLight::orange, 7, "finisce tra 7 giorni"},
      {28, StockLight::orange, 1, "finisce domani"},
      {29, StockLight::red, 0, "finisce oggi"},
      {30, StockLight::red, -1, "finito ieri"},
      {35, StockLight::red, -6, "finito da 6 giorni"},
  };
  for (const auto& it : cases) {
    const Stock found = stock(it.days_ago);
    EXPECT_EQ(found.light, it.light) << it.days_ago;
    EXPECT_EQ(found.days_left, it.days_left) << it.days_ago;
    EXPECT_EQ(found.text, it.text);
    EXPECT_EQ(found.lasts_until, Date{today_.days + it.days_left});
  }
}

TEST_F(StockTest, CountsPacksAndDose) {
  last_.packs = 2;
  EXPECT_EQ(stock(0).days_left, 59);
  last_.posology = therapy_.posology = "mezza cpr al dì";
  EXPECT_EQ(stock(0).days_left, 119);
  last_.posology = therapy_.posology = "2 cpr 3 volte al giorno";
  EXPECT_EQ(stock(0).days_left, 9);
  last_.posology = "";
  therapy_.posology = "1 cpr a giorni alterni";
  EXPECT_EQ(stock(0).days_left, 119) << "a recipe without a posology: the therapy's holds";
}

TEST_F(StockTest, SaysThatItDoesNotKnow) {
  last_.posology = "al bisogno";
  EXPECT_EQ(stock(0).light, StockLight::unknown);
  EXPECT_EQ(stock(0).text, "durata non calcolabile");
  EXPECT_EQ(stock(3).last_issued, Date{today_.days - 3});
  last_.posology = "1 cpr al dì";
  therapy_.posology = "2 cpr al dì";
  EXPECT_EQ(stock(0).light, StockLight::unknown) << "changed since, no one knows when";
  therapy_.posology = "1 compressa die";
  EXPECT_EQ(stock(0).light, StockLight::green) << "the same in other words";
  last_.posology = "1 bustina al dì";
  therapy_.posology = "";
  EXPECT_EQ(stock(0).light, StockLight::unknown) << "the pack holds tablets";
  last_.posology = "1 al dì";
  drug_->form = "soluzione";
  EXPECT_EQ(stock(0).light, StockLight::unknown) << "units of a solution are not counted";
  drug_ = sample::aspirin();
  drug_->units = 0;
  EXPECT_EQ(stock(0).light, StockLight::unknown);
  drug_.reset();
  EXPECT_EQ(stock(0).light, StockLight::unknown);
}

TEST_F(StockTest, WithoutAHistoryOnlyTheChartsDayIsKnown) {
  therapy_.last_prescribed_on = Date{today_.days - 10};
  const Stock found = stock_of(thresholds_, therapy_, std::nullopt, std::nullopt, today_);
  EXPECT_EQ(found.light, StockLight::unknown);
  EXPECT_EQ(found.last_issued, therapy_.last_prescribed_on);
  EXPECT_FALSE(found.lasts_until.has_value());
  EXPECT_EQ(found.text, "nessuna ricetta in archivio");
}

TEST_F(StockTest, ThresholdsAreDatedData) {
  const EmbeddedFile dated[] = {{"stock_light.csv",
                                 "light,days_left,valid_from,valid_to,source\n"
                                 "red,0,2001-01-01,2026-12-31,a\nred,2,2027-01-01,,a\n"
                                 "orange,7,2001-01-01,2026-12-31,a\norange,10,2027-01-01,,a\n"}};
  const StockThresholds thresholds{dated};
  const Date before = Date::parse("2026-12-31"), after = Date::parse("2027-01-01");
  EXPECT_EQ(thresholds.light(2, before), StockLight::orange);
  EXPECT_EQ(thresholds.light(2, after), StockLight::red);
  EXPECT_EQ(thresholds.light(9, before), StockLight::green);
  EXPECT_EQ(thresholds.light(9, after), StockLight::orange);
  EXPECT_THROW(thresholds.light(1, Date::parse("2000-12-31")), Error);
}

TEST_F(StockTest, RefusesDamagedThresholds) {
  for (const char* row : {"blue,0,2001-01-01,,a", "red,x,2001-01-01,,a", "red,0,2001-01-01,a"}) {
    const std::string content =
        std::string("light,days_left,valid_from,valid_to,source\n") + row + "\n";
    const EmbeddedFile files[] = {{"stock_light.csv", content}};
    try {
      StockThresholds{files};
      ADD_FAILURE() << row;
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), "import-malformed") << row;
    }
  }
}

}  // namespace curante::prescribing
