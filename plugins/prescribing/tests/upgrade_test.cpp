// SPDX-License-Identifier: Apache-2.0
// A database that an earlier release filled, brought to this one.
#include "curante/json.hpp"
#include "room.hpp"

namespace curante::prescribing {

class UpgradeTest : public RoomTest {
 protected:
  /// As the release left it that had migrations 001 to 003 only.
  UpgradeTest() : old_(postgres::TestCluster::shared().fresh(), 2) {
    postgres::migrate(old_, embedded::prescribing_migrations().first(3));
    old_.write([](pqxx::transaction_base& tx) {
      tx.exec(R"(
insert into prescription (practice_id, id, patient, doctor, author, issued)
  select 'prova', ('aaaaaaaa-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid,
    '11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222',
    '22222222-2222-4222-8222-222222222222', '2026-11-20T10:00:00Z'
  from generate_series(1, 200) i;
insert into recipe (practice_id, id, prescription, state, nre, changed)
  select practice_id, id, id, case when id::text like '%1' then 'waiting' else 'accepted' end,
    '1200A4000000001', issued from prescription;
insert into recipe_line select practice_id, id, 1, '024840074', 'CARDIOASPIRIN', 'B01AC06', '', '', 2,
    '1 cpr al dì', '', false, '', '' from recipe;
insert into outbox (practice_id, recipe, kind, account, payload)
  select practice_id, id, 'submit', '22222222-2222-4222-8222-222222222222', '{"id":"' || id || '"}'
  from recipe where state = 'waiting';
)");
    });
  }

  postgres::Pool old_;
};

TEST_F(UpgradeTest, KeepsWhatIsThereAndGoesOn) {
  postgres::migrate(old_, embedded::prescribing_migrations());
  PrescriptionReader reader(host_, old_);
  const auto list = reader.of_patient("prova", {sample::patient_id, "", 500});
  ASSERT_EQ(list.prescriptions.size(), 200u);
  for (const Prescription& it : list.prescriptions) {
    ASSERT_EQ(it.recipes.size(), 1u);
    EXPECT_EQ(it.recipes[0].kind, recipe_transmitter::RecipeKind::drugs);
    EXPECT_EQ(it.recipes[0].lines.at(0).kind, LineKind::drug);
    EXPECT_EQ(it.recipes[0].lines[0].quantity, 2);
    EXPECT_EQ(it.recipes[0].white_number, "");
    EXPECT_FALSE(it.foreign.has_value());
  }
  Outbox outbox(old_, "prova", 60'000);
  Delivery delivery(host_, neighbours_, outbox);
  for (int sent = 0; sent < 20; ++sent) {
    const auto row = outbox.claim();
    ASSERT_TRUE(row.has_value()) << "what waited before the upgrade leaves after it";
    delivery.run(*row);
  }
  EXPECT_FALSE(outbox.claim().has_value());
  EXPECT_EQ(channel_.held.size(), 20u);
}

TEST_F(UpgradeTest, TakesWhatIsNewOnTopOfIt) {
  postgres::migrate(old_, embedded::prescribing_migrations());
  PrescribingService service(host_, neighbours_, rules_, old_, outbox_, [] {});
  const Prescription issued = service.on(doctor_.context(), Issue{draft(1001)});
  EXPECT_EQ(issued.recipes.at(0).state, State::waiting);
  EXPECT_NO_THROW(old_.write([&](pqxx::transaction_base& tx) {
    tx.exec("update recipe set state = 'printed', kind = 'white', priority = 'B'");
    tx.exec("update recipe_line set kind = 'service', service_code = '89.52'");
  }));
  EXPECT_THROW(old_.write([&](pqxx::transaction_base& tx) {
    tx.exec("update recipe set state = 'no such state'");
  }),
               pqxx::check_violation);
}

/// Of a release that knew two states only, and sent "0" of a line that said nothing.
TEST_F(UpgradeTest, AServiceThatWaitsIsStillNoFirstAccess) {
  const auto migrations = embedded::prescribing_migrations();
  const auto before = std::find_if(migrations.begin(), migrations.end(), [](const auto& one) {
    return std::string_view(one.name).starts_with("041");
  });
  ASSERT_NE(before, migrations.end());
  postgres::migrate(old_, migrations.first(before - migrations.begin()));
  const auto lines_after = [&](const char* table, const std::string& lines) {
    const std::string payload =
        R"({"kind":"services","diagnosis_text":"né «1» né \"2\"","lines":[)" + lines + "]}";
    const bool waits = std::string_view(table) == "outbox";
    const char* keep = waits ? "insert into outbox (practice_id, recipe, kind, account, payload,"
                               " patient, prescription)"
                               " select practice_id, id, 'submit', id, $1, id, prescription"
                             : "insert into paper (practice_id, recipe, account, payload, stage)"
                               " select practice_id, id, id, $1, 'refused'";
    old_.write([&](pqxx::transaction_base& tx) {
      tx.exec("delete from outbox; delete from paper");
      tx.exec_params(keep + std::string(" from recipe order by id limit 1"), payload);
      tx.exec(std::string(before->content));
    });
    const std::string text = old_.read([&](pqxx::transaction_base& tx) {
      return std::string(tx.exec1("select payload from " + std::string(table))[0].c_str());
    });
    EXPECT_NE(text.find(R"(né «1» né \"2\")"), std::string::npos) << text;
    std::string said;
    for (const auto& line : from_json<recipe_transmitter::Recipe>(host_, text).lines) {
      said += line.first_access ? '1' : line.other_access ? '0' : '-';
    }
    return said;
  };
  for (const char* table : {"outbox", "paper"}) {
    EXPECT_EQ(lines_after(table, R"({"service_code":"89.52","first_access":false},
      {"service_code":"89.7A.3","first_access":true}, {"service_code":"89.01"})"),
              "010")
        << table;
    EXPECT_EQ(lines_after(table, R"({"service_code":"89.52","first_access":false,
      "other_access":false}, {"service_code":"89.01","other_access":true})"),
              "-0")
        << "of this release: " << table;
    EXPECT_EQ(lines_after(table, R"({"service_code":"","aic":"024840074","first_access":false})"),
              "-")
        << "a drug: " << table;
    EXPECT_EQ(lines_after(table, R"({"service_code":"89.52","notes":"\u0000"})"), "-")
        << "what PostgreSQL cannot decode stays, and does not stop the room: " << table;
  }
}

TEST_F(UpgradeTest, MigratesOnce) {
  postgres::migrate(old_, embedded::prescribing_migrations());
  EXPECT_NO_THROW(postgres::migrate(old_, embedded::prescribing_migrations()));
}

}  // namespace curante::prescribing
