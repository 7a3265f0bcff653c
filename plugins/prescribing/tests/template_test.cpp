// SPDX-License-Identifier: Apache-2.0
#include "curante/json.hpp"
#include "room.hpp"
#include "stock_rules.hpp"
#include "stock_service.hpp"
#include "template_store.hpp"

namespace curante::prescribing {

class TemplateTest : public RoomTest {
 protected:
  static DraftLine drug(const formulary::Drug& pack, int32_t quantity = 1) {
    DraftLine line;
    line.aic = pack.aic.value();
    line.quantity = quantity;
    return line;
  }
  static DraftLine service(const std::string& code) {
    DraftLine line;
    line.kind = LineKind::service;
    line.service_code = code;
    return line;
  }
  Template save(const std::string& name, std::vector<DraftLine> lines, const Id& id = Id()) {
    SaveTemplate call;
    call.template_.id = id;
    call.template_.name = name;
    call.template_.lines = std::move(lines);
    return templates_.on(doctor_.context(), call);
  }
  std::vector<std::string> names(const std::string& text = "", const Caller* caller = nullptr) {
    ListTemplates call;
    call.text = text;
    std::vector<std::string> all;
    for (const auto& it :
         templates_.on((caller == nullptr ? doctor_ : *caller).context(), call).templates) {
      all.push_back(it.name);
    }
    return all;
  }

  TemplateStore templates_{host_, pool_};
};

using Names = std::vector<std::string>;

TEST_F(TemplateTest, KeepsEveryMemberOfItsLines) {
  DraftLine exam = service("89.52");
  exam.priority = "B";
  exam.notes = "in terapia con \"amiodarone\"";
  exam.first_access = exam.televisit = true;
  DraftLine pack = drug(sample::aspirin(), 3);
  pack.white = pack.one_pack_only = true;
  pack.repeatable = false;
  pack.therapeutic_plan = "PT1";
  pack.therapy = Id("44444444-4444-4444-8444-444444444444");
  const Template saved = save("  Controlli  ", {exam, pack});
  EXPECT_EQ(saved.name, "Controlli");
  EXPECT_FALSE(saved.id.empty());
  const auto kept = templates_.on(doctor_.context(), ListTemplates{}).templates.at(0);
  EXPECT_EQ(to_json(host_, kept), to_json(host_, saved));
  EXPECT_EQ(kept.lines[0].notes, exam.notes);
  EXPECT_TRUE(kept.lines[1].one_pack_only);
  EXPECT_FALSE(kept.lines[1].repeatable);
  EXPECT_TRUE(kept.lines[1].therapy.empty()) << "a therapy is one patient's";
}

TEST_F(TemplateTest, EachDoctorHasTheirOwn) {
  const Template mine = save("Diabete", {service("90.28.1")});
  EXPECT_TRUE(names("", &substitute_).empty());
  EXPECT_FALSE(templates_.on(substitute_.context(), DeleteTemplate{mine.id}).deleted);
  SaveTemplate theirs;
  theirs.template_ = mine;
  theirs.template_.name = "Del sostituto";
  templates_.on(substitute_.context(), theirs);
  EXPECT_EQ(names(), Names{"Diabete"}) << "the same id is another template there";
  EXPECT_TRUE(templates_.on(doctor_.context(), DeleteTemplate{mine.id}).deleted);
  EXPECT_FALSE(templates_.on(doctor_.context(), DeleteTemplate{mine.id}).deleted);
  EXPECT_EQ(names("", &substitute_), Names{"Del sostituto"});
}

TEST_F(TemplateTest, TheMostUsedComesFirst) {
  save("Aaa", {drug(sample::statin())});
  const Template favourite = save("Zzz", {drug(sample::aspirin())});
  save("Mmm", {drug(sample::aspirin()), drug(sample::amoxicillin())});
  EXPECT_EQ(names(), (Names{"Aaa", "Mmm", "Zzz"}));
  issue(draft(1));
  issue(draft(1));
  issue(draft(2));
  EXPECT_EQ(names(), (Names{"Zzz", "Aaa", "Mmm"}));
  EXPECT_EQ(templates_.on(doctor_.context(), ListTemplates{}).templates[0].used, 2)
      << "issued twice, counted once";
  EXPECT_EQ(save("Zzz", {drug(sample::aspirin(), 2)}, favourite.id).used, 2)
      << "changing it does not forget its use";
}

TEST_F(TemplateTest, FindsByWordsWithoutAccents) {
  save("Età avanzata: controlli", {service("90.62.2")});
  save("Controlli tiroide", {service("90.42.1")});
  EXPECT_EQ(names("controlli eta"), Names{"Età avanzata: controlli"});
  EXPECT_EQ(names("CONTROLLI").size(), 2u);
  EXPECT_TRUE(names("cuore").empty());
  ListTemplates one;
  one.limit = 1;
  EXPECT_EQ(templates_.on(doctor_.context(), one).templates.size(), 1u);
}

TEST_F(TemplateTest, RefusesWhatIsNoTemplate) {
  save("Diabete", {service("90.28.1")});
  EXPECT_EQ(code_of([&] { save("DIABÉTE", {service("90.28.1")}); }), "template-name-taken");
  EXPECT_EQ(code_of([&] { save(" \t", {service("90.28.1")}); }), "template-name-invalid");
  EXPECT_EQ(code_of([&] { save(std::string(121, 'x'), {service("90.28.1")}); }),
            "template-name-invalid");
  EXPECT_EQ(code_of([&] { save("Vuoto", {}); }), "template-lines-invalid");
  EXPECT_EQ(code_of([&] { save("Riga vuota", {DraftLine()}); }), "template-lines-invalid");
  EXPECT_EQ(code_of([&] { save("Troppe", std::vector<DraftLine>(31, service("90.28.1"))); }),
            "template-lines-invalid");
  doctor_.fields["user"] = "";
  EXPECT_EQ(code_of([&] { names(); }), "author-missing");
}

TEST_F(TemplateTest, MovesWithThePractice) {
  const Template first = save("Primo \"uno\"", {service("89\"52\\"), drug(sample::aspirin())});
  save("Secondo", {drug(sample::statin())});
  issue(draft(1));
  PersonalDataService personal_data(host_, pool_);
  const auto sections = personal_data.on(doctor_.context(), personal_data::Enumerate{}).sections;
  ASSERT_EQ(sections.size(), 4u);
  EXPECT_EQ(sections[1].name, "prescribing.templates");
  EXPECT_EQ(sections[1].records, 2);
  personal_data::Export call{"prescribing.templates", Id(), "", 1};
  call.cursor = "of-nowhere";
  EXPECT_EQ(code_of([&] { personal_data.on(doctor_.context(), call); }), "cursor-invalid");
  call.cursor.clear();
  std::vector<std::string> records;
  do {
    const auto page = personal_data.on(doctor_.context(), call);
    records.insert(records.end(), page.records.begin(), page.records.end());
    call.cursor = page.next;
  } while (!call.cursor.empty());
  ASSERT_EQ(records.size(), 2u);
  const auto before = to_json(host_, templates_.on(doctor_.context(), ListTemplates{}));
  templates_.on(doctor_.context(), DeleteTemplate{first.id});
  records.push_back("{}");
  const auto imported =
      personal_data.on(doctor_.context(), personal_data::Import{"prescribing.templates", records});
  EXPECT_EQ(imported.accepted, 2);
  ASSERT_EQ(imported.refused.size(), 1u);
  EXPECT_EQ(imported.refused[0].code, "id-missing");
  EXPECT_EQ(to_json(host_, templates_.on(doctor_.context(), ListTemplates{})), before);
  call = {"prescribing.templates", sample::patient_id, "", 10};
  EXPECT_TRUE(personal_data.on(doctor_.context(), call).records.empty()) << "no patient's";
}

class StockServiceTest : public RoomTest {
 protected:
  StockServiceTest() {
    chart::Therapy therapy;
    therapy.id = therapy_id;
    therapy.aic = sample::aspirin().aic.value();
    therapy.posology = "1 cpr al dì";
    facts_.chart.therapies = {therapy};
  }
  Stock stock(size_t index = 0) {
    return stock_.on(doctor_.context(), ListStock{sample::patient_id}).stock.at(index);
  }

  const Id therapy_id{"44444444-4444-4444-8444-444444444444"};
  StockService stock_{neighbours_, embedded::stock_rules(), pool_};
};

TEST_F(StockServiceTest, FollowsWhatIsIssued) {
  EXPECT_EQ(stock().light, StockLight::unknown);
  Draft renewal = draft(1, 3);  // shared out to two recipes
  renewal.lines[0].therapy = therapy_id;
  renewal.lines[0].posology = "1 cpr al dì";
  renewal.lines[0].kind = LineKind::drug;
  const Prescription issued = issue(renewal);
  ASSERT_EQ(issued.recipes.size(), 2u);
  EXPECT_EQ(stock().light, StockLight::green);
  EXPECT_EQ(stock().days_left, 89);
  EXPECT_EQ(stock().last_issued, reading_.today);
  reading_.today = Date{reading_.today.days + 85};
  EXPECT_EQ(stock().light, StockLight::orange);
  EXPECT_EQ(stock().text, "finisce tra 4 giorni");
}

TEST_F(StockServiceTest, AWithdrawnRecipeGaveNothing) {
  const Prescription issued = issue(draft(1));
  EXPECT_EQ(stock().light, StockLight::green);
  service_.on(doctor_.context(), Withdraw{issued.recipes[0].id});
  EXPECT_EQ(stock().light, StockLight::unknown);
  EXPECT_FALSE(stock().last_issued.has_value());
}

TEST_F(StockServiceTest, ListsEveryTherapyAndItsOwnDrugOnly) {
  chart::Therapy other = facts_.chart.therapies[0];
  other.id = Id("55555555-5555-4555-8555-555555555555");
  other.aic = "012745093";
  other.last_prescribed_on = Date::parse("2026-11-01");
  facts_.chart.therapies.push_back(other);
  issue(draft(1));
  EXPECT_EQ(stock(0).therapy, therapy_id);
  EXPECT_EQ(stock(0).light, StockLight::green);
  EXPECT_EQ(stock(1).light, StockLight::unknown);
  EXPECT_EQ(stock(1).last_issued, other.last_prescribed_on);
  facts_.chart.therapies.clear();
  EXPECT_TRUE(stock_.on(doctor_.context(), ListStock{sample::patient_id}).stock.empty());
}

TEST_F(StockServiceTest, ADrugThatLeftTheFormularyIsNotKnown) {
  issue(draft(1));
  neighbours_.drug = [](const CallContext&, const Aic&) -> formulary::Drug {
    throw Error("drug-unknown", "farmaco sconosciuto", "cercarlo di nuovo");
  };
  EXPECT_EQ(stock().light, StockLight::unknown);
  EXPECT_EQ(stock().last_issued, reading_.today);
}

}  // namespace curante::prescribing
