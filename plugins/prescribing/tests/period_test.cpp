// SPDX-License-Identifier: Apache-2.0
#include "room.hpp"

namespace curante::prescribing {

/// Recipes from a day on, of one patient, or both.
class PeriodTest : public RoomTest {
 protected:
  std::vector<std::string> ids(const ListForPeriod& call) {
    std::vector<std::string> all;
    ListForPeriod next = call;
    do {
      const auto page = service_.on(doctor_.context(), next);
      for (const auto& one : page.prescriptions) all.push_back(one.id.value().substr(35));
      next.cursor = page.next;
    } while (!next.cursor.empty());
    return all;
  }
  /// At a moment, written as PostgreSQL reads it.
  void issued(int number, const char* at, const Id& patient = sample::patient_id) {
    const std::string id = "bbbbbbbb-0000-4000-8000-00000000000" + std::to_string(number);
    sql("insert into prescription (practice_id, id, patient, doctor, author, issued, exemption,"
        " diagnosis_code, diagnosis_text) values ('prova', '" +
        id + "', '" + patient.value() + "', '" + sample::doctor_id.value() + "', '" +
        sample::doctor_id.value() + "', '" + at + "', '', '', '')");
  }
  static ListForPeriod period(const char* from, const char* until, const Id& patient = Id()) {
    ListForPeriod call;
    if (*from) call.from = Date::parse(from);
    if (*until) call.until = Date::parse(until);
    call.patient = patient;
    call.limit = 2;
    return call;
  }
  inline static const Id other_{"77777777-7777-4777-8777-777777777777"};
};

TEST_F(PeriodTest, GoesFromTheFirstDayToTheLastInRomeNewestFirst) {
  issued(1, "2026-03-01T22:59:59Z");
  issued(2, "2026-03-01T23:00:00Z");
  issued(3, "2026-03-02T12:00:00Z", other_);
  issued(4, "2026-03-03T22:59:59Z");
  issued(5, "2026-03-03T23:00:00Z");
  using List = std::vector<std::string>;
  EXPECT_EQ(ids(period("2026-03-02", "2026-03-03")), (List{"4", "3", "2"}));
  EXPECT_EQ(ids(period("", "")), (List{"5", "4", "3", "2", "1"}));
  EXPECT_EQ(ids(period("2026-03-03", "")), (List{"5", "4"}));
  EXPECT_EQ(ids(period("", "2026-03-01")), (List{"1"}));
  EXPECT_EQ(ids(period("2026-03-02", "", sample::patient_id)), (List{"5", "4", "2"}));
  EXPECT_EQ(ids(period("", "", other_)), (List{"3"}));
  ListForPeriod nobodys = period("", "");
  nobodys.doctor = sample::substitute_id;
  EXPECT_TRUE(ids(nobodys).empty());
  nobodys.cursor = "no cursor";
  EXPECT_EQ(code_of([&] { ids(nobodys); }), "cursor-invalid");
}

TEST_F(PeriodTest, CanBeOfSomeStatesOnly) {
  issued(1, "2026-03-01T12:00:00Z");
  issued(2, "2026-03-02T12:00:00Z");
  issued(3, "2026-03-03T12:00:00Z");
  sql("insert into recipe (practice_id, id, prescription, position, state, changed)"
      " select practice_id, gen_random_uuid(), id, 1, 'accepted', issued from prescription"
      " union all select practice_id, gen_random_uuid(), id, 2, 'withdrawn', issued"
      " from prescription where id::text like '%2'");
  ListForPeriod call = period("", "");
  using List = std::vector<std::string>;
  call.states = {State::withdrawn};
  EXPECT_EQ(ids(call), (List{"2"}));
  call.states = {State::withdrawn, State::accepted};
  EXPECT_EQ(ids(call), (List{"3", "2", "1"}));
  call.states = {State::refused};
  EXPECT_TRUE(ids(call).empty());
}

/// Whoever hides what was withdrawn still sees the one that the ministry holds for valid.
TEST_F(PeriodTest, OfSomeStatesThereCanBeThoseThatNeedAHandBesides) {
  issued(1, "2026-03-01T12:00:00Z");
  issued(2, "2026-03-02T12:00:00Z");
  issued(3, "2026-03-03T12:00:00Z");
  issued(4, "2026-03-04T12:00:00Z");
  sql("insert into recipe (practice_id, id, prescription, position, state, changed, red_trouble)"
      " select practice_id, gen_random_uuid(), id, 1,"
      " case when id::text like '%1' then 'accepted' when id::text like '%4' then 'attention'"
      " else 'withdrawn' end, issued,"
      " case when id::text like '%2' then 'not_cancelled' else '' end from prescription");
  ListForPeriod call = period("", "");
  using List = std::vector<std::string>;
  call.states = {State::accepted};
  EXPECT_EQ(ids(call), (List{"1"}));
  call.or_needs_hand = true;
  EXPECT_EQ(ids(call), (List{"4", "2", "1"}));
  call.until = Date::parse("2026-03-03");
  EXPECT_EQ(ids(call), (List{"2", "1"}));
}

}  // namespace curante::prescribing
