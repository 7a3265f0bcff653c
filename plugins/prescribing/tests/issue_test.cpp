// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <thread>

#include "curante/testing/broken_openssl.hpp"
#include "room.hpp"
#include "substance_history.hpp"

namespace curante::prescribing {

class IssueTest : public RoomTest {};

TEST_F(IssueTest, WritesPrescriptionRecipesAndOutboxTogether) {
  Draft two = draft(1, 3);
  const Prescription issued = issue(two);
  ASSERT_EQ(issued.recipes.size(), 2u);
  EXPECT_EQ(issued.recipes[0].state, State::waiting);
  EXPECT_EQ(issued.doctor, sample::doctor_id);
  EXPECT_EQ(outbox_rows(), 2);
  EXPECT_EQ(wakes_, 1);
  EXPECT_EQ(events_.size(), 2u);
  const Prescription stored = service_.on(doctor_.context(), Get{issued.id});
  ASSERT_EQ(stored.recipes.size(), 2u);
  EXPECT_EQ(stored.recipes[0].id, issued.recipes[0].id);
  EXPECT_EQ(stored.recipes[0].lines.at(0).quantity, 2);
  EXPECT_EQ(stored.recipes[1].lines.at(0).quantity, 1);
  EXPECT_EQ(stored.recipes[0].lines.at(0).atc, "B01AC06");
  EXPECT_EQ(stored.issued, reading_.now);
}

TEST_F(IssueTest, WhatCannotBeQueuedIsNotPrescribed) {
  // The outbox takes no second row, as where the disk is full from there on.
  sql("create function refuse() returns trigger language plpgsql as $$ begin"
      "  if (select count(*) from outbox) > 0 then"
      "    raise exception 'no room' using errcode = 'disk_full';"
      "  end if;"
      "  return new; end $$");
  sql("create trigger refuse before insert on outbox for each row execute function refuse()");
  EXPECT_EQ(code_of([&] { issue(draft(1, 3)); }), "database-full");
  EXPECT_NE(message_.find("non è stato salvato nulla"), std::string::npos) << message_;
  for (const char* table : {"prescription", "recipe", "recipe_line", "outbox"}) {
    EXPECT_EQ(rows_of(table), 0) << table;
  }
  EXPECT_EQ(wakes_, 0);
  EXPECT_TRUE(events_.empty());
  sql("drop trigger refuse on outbox");
  EXPECT_EQ(issue(draft(1, 3)).recipes.size(), 2u);
  EXPECT_EQ(outbox_rows(), 2);
}

TEST_F(IssueTest, IssuedTwiceIsIssuedOnce) {
  const Prescription first = issue(draft(1));
  const Prescription second = issue(draft(1));
  EXPECT_EQ(second.recipes.at(0).id, first.recipes.at(0).id);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(IssueTest, IssuedBeforeTheWorkersAreWokenAllTheSame) {
  // The answer of the first was lost with whoever would have woken them.
  issue(draft(1));
  wakes_ = 0;
  issue(draft(1));
  EXPECT_EQ(wakes_, 1);
}

TEST_F(IssueTest, SameDraftFromEightThreadsIsIssuedOnce) {
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::set<std::string> recipes;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      const Prescription issued = issue(draft(1));
      const std::lock_guard lock(mutex);
      recipes.insert(issued.recipes.at(0).id.value());
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(recipes.size(), 1u);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(IssueTest, RefusesTheSameDraftWithOtherContent) {
  issue(draft(1, 1));
  EXPECT_EQ(code_of([&] { issue(draft(1, 2)); }), "draft-already-issued");
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(IssueTest, RefusesAnotherPatientThanTheOneOnScreen) {
  doctor_.fields["patient"] = "99999999-9999-4999-8999-999999999999";
  EXPECT_EQ(code_of([&] { issue(draft(1)); }), "patient-mismatch");
  EXPECT_EQ(outbox_rows(), 0);
  doctor_.fields["patient"] = "";
  EXPECT_EQ(issue(draft(1)).recipes.size(), 1u);
}

TEST_F(IssueTest, RefusesQuantitiesThatNoRecipeCanCarry) {
  for (const int32_t quantity : {0, 12}) {
    EXPECT_EQ(code_of([&] { issue(draft(1, quantity)); }), "quantity-out-of-range") << quantity;
    EXPECT_NE(message_.find("riga 1"), std::string::npos);
  }
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(IssueTest, TellsAllThatStandsAgainstTheDraft) {
  Draft bad = draft(1, 0);
  bad.exemption = "031";
  DraftLine unknown;
  unknown.aic = "012745093";
  bad.lines.push_back(unknown);
  EXPECT_EQ(code_of([&] { issue(bad); }), "draft-blocked");
  EXPECT_NE(message_.find("esenzione 031"), std::string::npos) << message_;
  EXPECT_NE(message_.find("riga 1"), std::string::npos);
  EXPECT_NE(message_.find("riga 2: farmaco sconosciuto"), std::string::npos);
}

TEST_F(IssueTest, WantsADraftId) {
  Draft nameless = draft(1);
  nameless.id = Id();
  EXPECT_EQ(code_of([&] { issue(nameless); }), "draft-without-id");
}

TEST_F(IssueTest, LetsAnAllergyPassOnlyWithAReasonAndKeepsIt) {
  chart::Allergy allergy;
  allergy.substance = "aspirina";
  allergy.severe = true;
  facts_.chart.allergies = {allergy};
  Draft risky = draft(1);
  EXPECT_EQ(code_of([&] { issue(risky); }), "draft-unconfirmed");
  EXPECT_EQ(outbox_rows(), 0);
  risky.overrides = {{"allergy-severe", 1, "desensibilizzazione completata"},
                     {"allergy-severe", 7, "di nessuna riga"}};
  issue(risky);
  ASSERT_EQ(audited_.size(), 1u);
  EXPECT_NE(audited_[0].find("desensibilizzazione completata"), std::string::npos);
  const auto kept = pool_.read([](pqxx::transaction_base& tx) {
    return tx.exec1("select count(*), min(reason) from overridden_warning")[1].as<std::string>();
  });
  EXPECT_EQ(kept, "desensibilizzazione completata");
}

TEST_F(IssueTest, ASubstituteWritesForThePatientsDoctor) {
  recipe_transmitter::Recipe sent;
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit& call) {
    sent = call.recipe;
    return channel_.submit(call.recipe);
  };
  const Prescription issued = service_.on(substitute_.context(), Issue{draft(1)});
  EXPECT_EQ(issued.doctor, sample::doctor_id);
  EXPECT_EQ(issued.author, sample::substitute_id);
  ASSERT_TRUE(work());
  EXPECT_EQ(sent.holder.last_name, "BIANCHI");
  ASSERT_TRUE(sent.substitute.has_value());
  EXPECT_EQ(sent.substitute->last_name, "VERDI");
  EXPECT_EQ(sent.account, sample::substitute_id);
  EXPECT_EQ(sent.patient.province, "RM");
  EXPECT_EQ(sent.patient.full_name, "PINI MARIO");
  EXPECT_EQ(sent.written_at, reading_.local_time);
}

TEST_F(IssueTest, ASubstituteOfNobodyWritesNothing) {
  facts_.chart.patient.doctor = Id();
  EXPECT_EQ(code_of([&] { service_.on(substitute_.context(), Issue{draft(1)}); }),
            "patient-without-doctor");
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(IssueTest, WithoutAnAuthorNothingIsWritten) {
  doctor_.fields["user"] = "";
  EXPECT_EQ(code_of([&] { issue(draft(1)); }), "author-missing");
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(IssueTest, WithoutRandomNumbersNothingIsWritten) {
  const curante::testing::WithoutRandomness broken;
  EXPECT_EQ(code_of([&] { issue(draft(1)); }), "no-randomness");
  EXPECT_EQ(outbox_rows(), 0);
}

TEST_F(IssueTest, SendsTheGroupOrThePackNeverBoth) {
  recipe_transmitter::Recipe sent;
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit& call) {
    sent = call.recipe;
    return channel_.submit(call.recipe);
  };
  Draft by_group = draft(1);
  by_group.lines[0].aic = sample::amoxicillin().aic.value();
  issue(by_group);
  ASSERT_TRUE(work());
  EXPECT_EQ(sent.lines.at(0).group_code, "A5B");
  EXPECT_TRUE(sent.lines.at(0).aic.empty());
  Draft by_pack = draft(2);
  by_pack.lines[0] = by_group.lines[0];
  by_pack.lines[0].not_replaceable = true;
  by_pack.lines[0].not_replaceable_reason_code = "1";
  issue(by_pack);
  ASSERT_TRUE(work());
  EXPECT_EQ(sent.lines.at(0).aic, sample::amoxicillin().aic.value());
  EXPECT_TRUE(sent.lines.at(0).group_code.empty());
  EXPECT_TRUE(sent.lines.at(0).not_replaceable);
  Draft chosen_pack = draft(3);
  chosen_pack.lines[0] = by_group.lines[0];
  chosen_pack.lines[0].by_active_substance = false;
  issue(chosen_pack);
  ASSERT_TRUE(work());
  EXPECT_EQ(sent.lines.at(0).aic, sample::amoxicillin().aic.value()) << "by pack, and replaceable";
  EXPECT_EQ(sent.lines.at(0).group_code + sent.lines.at(0).group_text, "");
  EXPECT_FALSE(sent.lines.at(0).not_replaceable);
}

/// Whose telephone stands on the recipe of a narcotic: who signs it answers there.
TEST_F(IssueTest, ANarcoticOfSectionATellsTheDosesAndHowToReachWhoSigns) {
  formulary::Drug vial = sample::aspirin();
  vial.atc = "N02AA01";
  vial.form = "soluzione iniettabile";
  neighbours_.drug = [&](const CallContext&, const Aic&) { return vial; };
  std::map<Id, std::string> phones{{sample::doctor_id, "06 1111111"}};
  neighbours_.doctor = [&](const CallContext&, const Id& account) {
    accounts::Doctor doctor;
    doctor.account = account;
    doctor.region_code = "120";
    doctor.phone = phones[account];
    doctor.address = "VIA LARGA 2";
    doctor.municipality = "ROMA";
    return doctor;
  };
  recipe_transmitter::Recipe sent;
  neighbours_.submit = [&](const CallContext&, const recipe_transmitter::Submit& call) {
    sent = call.recipe;
    return channel_.submit(call.recipe);
  };
  const auto narcotic = [&](int number) {
    Draft it = draft(number);
    it.exemption = "TDL01";
    it.lines[0].posology = "1 fiala ogni 12 ore";
    return it;
  };
  const Prescription issued = issue(narcotic(1));
  ASSERT_TRUE(work());
  EXPECT_EQ(sent.lines.at(0).posology,
            "1 fiala ogni 12 ore - TEL. MEDICO 06 1111111, VIA LARGA 2 ROMA");
  EXPECT_EQ(issued.recipes.at(0).lines.at(0).posology, "1 fiala ogni 12 ore")
      << "a renewal begins from the dose alone";
  service_.on(substitute_.context(), Issue{narcotic(2)});
  ASSERT_TRUE(work());
  EXPECT_NE(sent.lines.at(0).posology.find("06 1111111"), std::string::npos)
      << "the holder's, where the substitute has none";
  phones[sample::substitute_id] = "333 2222222";
  service_.on(substitute_.context(), Issue{narcotic(3)});
  ASSERT_TRUE(work());
  EXPECT_NE(sent.lines.at(0).posology.find("333 2222222"), std::string::npos);
  phones.clear();
  EXPECT_EQ(code_of([&] { issue(narcotic(4)); }), "draft-blocked");
  EXPECT_NE(message_.find("telefono e recapito"), std::string::npos) << message_;
  phones[sample::doctor_id] = "06 1111111";
  Draft other = narcotic(5);
  other.exemption.clear();
  EXPECT_EQ(code_of([&] { issue(other); }), "draft-blocked");
  EXPECT_NE(message_.find("sezione A"), std::string::npos) << message_;
  vial.form = "compresse";
  issue(narcotic(6));
  ASSERT_TRUE(work());
  EXPECT_EQ(sent.lines.at(0).posology, "1 fiala ogni 12 ore") << "of section D: the dose alone";
}

TEST_F(IssueTest, AnAuditThatFailsDoesNotUndoWhatIsIssued) {
  chart::Allergy allergy;
  allergy.substance = "aspirina";
  facts_.chart.allergies = {allergy};
  neighbours_.audit = [](const CallContext&, const audit::Append&) {
    throw Error("audit-down", "registro fermo");
  };
  Draft risky = draft(1);
  risky.overrides = {{"allergy", 1, "tollerata"}};
  EXPECT_EQ(issue(risky).recipes.size(), 1u);
  EXPECT_EQ(outbox_rows(), 1);
}

TEST_F(IssueTest, TheSamePackAgainOnOneDayOrWhileOneIsUnsettledWantsAReason) {
  issue(draft(1));
  Draft twin = draft(2);
  twin.overrides.clear();
  const auto code = [&] {
    const Assessment it = service_.on(doctor_.context(), Assess{twin});
    return it.findings.empty() ? "" : it.findings[0].code + (it.can_issue ? "" : "!");
  };
  EXPECT_EQ(code(), "prescribed-today!");
  EXPECT_EQ(code_of([&] { issue(twin); }), "draft-unconfirmed");
  sql("update prescription set issued = issued - interval '3 days'");
  EXPECT_EQ(code(), "prescribed-today!") << "nobody knows what became of it";
  work();
  EXPECT_EQ(code(), "prescribed-lately");
  twin.overrides = draft(2).overrides;
  EXPECT_EQ(issue(twin).recipes.size(), 1u);
}

/// How long a drug is in use is read a year back; whether it was prescribed lately is not.
TEST_F(IssueTest, ADrugIsInUseSinceTheFirstRecipeOfTheLastYear) {
  const auto issued_before = [&](int number, int days) {
    issue(draft(number));
    sql(
        fmt::format("update prescription set issued = issued - interval '{} days'"
                    " where issued = (select max(issued) from prescription)",
                    days));
  };
  issued_before(1, 400);
  issued_before(2, 200);
  issued_before(3, 100);
  PrescriptionReader reader(host_, pool_);
  const FactGatherer gatherer(neighbours_, rules_, reader);
  const auto gathered = [&] {
    return gatherer.gather(doctor_.context(), draft(4), reading_, Id());
  };
  EXPECT_TRUE(gathered().recent.empty());
  EXPECT_EQ(gathered().last_year.size(), 2u);
  EXPECT_EQ(substance_history(gathered(), 0).newest, nullptr);
  EXPECT_EQ(substance_history(gathered(), 0).used_days, 200);
  issued_before(5, 3);
  const Facts lately = gathered();
  EXPECT_EQ(lately.recent.size(), 1u);
  EXPECT_EQ(lately.last_year.size(), 3u);
  sql("update recipe set state = 'withdrawn'");
  EXPECT_EQ(substance_history(gathered(), 0).used_days, 0) << "taken back is not taken";
}

}  // namespace curante::prescribing
