// SPDX-License-Identifier: Apache-2.0
#include "draft_texts.hpp"

#include "curante/json.hpp"
#include "room.hpp"

namespace curante::prescribing {
namespace {

/// What the doctor writes is judged, kept and sent as one and the same text.
class DraftTextsTest : public RoomTest {
 protected:
  Draft service_draft(int number) const {
    Draft it = draft(number);
    it.lines[0] = {};
    it.lines[0].kind = LineKind::service;
    it.lines[0].service_code = "90.62.2";
    it.diagnosis_text = "anemia";
    return it;
  }
  std::string found(const Draft& it) {
    std::string codes;
    for (const Finding& finding : service_.on(doctor_.context(), Assess{it}).findings) {
      codes += (codes.empty() ? "" : " ") + finding.code;
    }
    return codes;
  }
  recipe_transmitter::Recipe queued() {
    return pool_.read([&](pqxx::transaction_base& tx) {
      const auto row = tx.exec1("select payload from outbox order by position desc limit 1");
      return from_json<recipe_transmitter::Recipe>(host_, std::string_view(row[0].c_str()));
    });
  }
};

TEST_F(DraftTextsTest, BlanksAreNoDiagnosisWhateverTheirKind) {
  for (const char* blank : {"   ", "\t\r\n", "\u00a0 \u2003", "\u200b", "\ufeff\u3000"}) {
    Draft it = service_draft(1);
    it.diagnosis_text = it.diagnosis_code = blank;
    EXPECT_EQ(found(it), "diagnosis-required") << to_json(host_, it.diagnosis_text);
    EXPECT_EQ(code_of([&] { issue(it); }), "draft-blocked");
  }
  EXPECT_EQ(rows_of("prescription"), 0);
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(DraftTextsTest, AControlCharacterStopsTheDraftAndNamesItsField) {
  for (const char* text : {"\x02", "ane\x1bmia", "anemia\x7f", "\u0085", "\uffff"}) {
    Draft it = service_draft(1);
    it.diagnosis_text = text;
    EXPECT_EQ(found(it), "text-unreadable");
    EXPECT_EQ(code_of([&] { issue(it); }), "draft-blocked");
    EXPECT_NE(message_.find("diagnosi"), std::string::npos) << message_;
  }
  Draft it = service_draft(1);
  it.lines[0].notes = "a\x02z";
  EXPECT_EQ(code_of([&] { issue(it); }), "draft-blocked");
  EXPECT_NE(message_.find("riga 1"), std::string::npos) << message_;
  EXPECT_NE(message_.find("note"), std::string::npos) << message_;
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(DraftTextsTest, WhatIsSentAndKeptIsWhatWasJudged) {
  Draft it = service_draft(1);
  it.diagnosis_code = " 285.9\n";
  it.diagnosis_text = " \u00a0anemia\tda\r\ncontrollare ";
  it.patient_kind = "NX ";
  it.sasn_card = " T1 ";
  it.sasn_company = " Navi";
  it.foreign = recipe_transmitter::ForeignCover{" CH ",      " AOK Nord ",  "\tP1",
                                                "C1\u200b ", std::nullopt, std::nullopt};
  it.lines[0].notes = "  a digiuno \n";
  it.lines[0].lea_note = " 55 ";
  ASSERT_EQ(found(it), "");
  const Prescription issued = issue(it);
  const Prescription stored = service_.on(doctor_.context(), Get{it.id});
  const auto sent = queued();
  EXPECT_EQ(issued.diagnosis_text, "anemia da  controllare");
  EXPECT_EQ(stored.diagnosis_text, issued.diagnosis_text);
  EXPECT_EQ(sent.diagnosis_text, issued.diagnosis_text);
  EXPECT_EQ(stored.diagnosis_code + "/" + sent.diagnosis_code, "285.9/285.9");
  EXPECT_EQ(stored.sasn_card + stored.sasn_company + stored.patient_kind, "T1NaviNX");
  EXPECT_EQ(sent.sasn_card + sent.sasn_company + sent.patient_kind, "T1NaviNX");
  for (const auto& cover : {stored.foreign.value(), sent.foreign.value()}) {
    EXPECT_EQ(cover.state, "CH");
    EXPECT_EQ(cover.institution, "AOK Nord");
    EXPECT_EQ(cover.personal_number + cover.card_number, "P1C1");
  }
  EXPECT_EQ(stored.recipes.at(0).lines.at(0).notes, "a digiuno");
  EXPECT_EQ(sent.lines.at(0).notes + sent.lines.at(0).lea_note, "a digiuno55");
}

/// Its blanks are no other content: who sends it again must not hear that it was issued otherwise.
TEST_F(DraftTextsTest, TheSameDraftIsKnownAgainByWhatWasAsked) {
  Draft it = service_draft(1);
  it.diagnosis_text = " anemia ";
  const Prescription first = issue(it);
  EXPECT_EQ(issue(it).recipes.at(0).id, first.recipes.at(0).id);
  EXPECT_EQ(rows_of("prescription"), 1);
}

TEST_F(DraftTextsTest, ACodeThatTheTableDoesNotHaveIsToldAndNoTableSaysNothing) {
  Draft it = service_draft(1);
  it.diagnosis_code = "999.99";
  std::string asked, error;
  neighbours_.diagnosis = [&](const CallContext&, const terminology::Lookup& call) {
    EXPECT_EQ(call.system, terminology::System::icd9cm);
    asked = call.code;
    if (!error.empty()) throw Error(error, "niente", "nulla");
    return terminology::Concept{call.code, "x"};
  };
  EXPECT_EQ(found(it), "");
  EXPECT_EQ(asked, "999.99");
  error = "code-unknown";
  EXPECT_EQ(found(it), "diagnosis-code-unlisted");
  EXPECT_TRUE(service_.on(doctor_.context(), Assess{it}).can_issue);
  error = "plugin-stopped";
  EXPECT_EQ(found(it), "");
  asked.clear();
  it.diagnosis_code = "  ";
  EXPECT_EQ(found(it), "");
  EXPECT_EQ(asked, "") << "there is no code to ask about";
}

/// As the channel reads it: a substitute signs with its own number, and may use the holder's practice.
TEST_F(DraftTextsTest, AWhiteRecipeWantsTheLetterheadOfWhoSigns) {
  Draft it = draft(1);
  it.lines[0].white = true;
  accounts::Doctor holder, substitute;
  holder.region_code = "120";
  holder.phone = "06 1";
  holder.address = "VIA LARGA 2";
  holder.register_number = "RM 1";
  neighbours_.doctor = [&](const CallContext&, const Id& account) {
    accounts::Doctor doctor = account == sample::substitute_id ? substitute : holder;
    doctor.account = account;
    return doctor;
  };
  facts_.chart.patient.doctor = sample::doctor_id;
  const auto of = [&](Caller& who) {
    const Assessment assessment = service_.on(who.context(), Assess{it});
    return assessment.findings.empty() ? "" : assessment.findings[0].code;
  };
  EXPECT_EQ(of(doctor_), "");
  EXPECT_EQ(of(substitute_), "white-letterhead-missing") << "the number is the holder's";
  substitute.register_number = "RM 2";
  EXPECT_EQ(of(substitute_), "");
  holder.phone = "";
  EXPECT_EQ(of(doctor_), "white-letterhead-missing");
  EXPECT_EQ(of(substitute_), "white-letterhead-missing");
  it.on_paper = true;
  EXPECT_EQ(of(doctor_), "");
}

}  // namespace
}  // namespace curante::prescribing
