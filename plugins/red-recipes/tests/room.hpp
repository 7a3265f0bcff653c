// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "courier.hpp"
#include "curante/plugin.hpp"
#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "curante/testing/caller.hpp"
#include "curante/testing/test_host.hpp"
#include "ministry.hpp"
#include "red_recipes_migrations.hpp"
#include "red_recipes_service.hpp"
#include "runtime/tree.hpp"

namespace curante::red_recipes {

inline const Id doctor_id("00000000-0000-4000-9000-000000000001");
inline const Id patient_id("00000000-0000-4000-9000-000000000009");

/// Ends with the test.
struct Folder {
  std::string path = ::testing::TempDir() + "curante-red-XXXXXX";
  Folder() {
    if (mkdtemp(path.data()) == nullptr) throw std::runtime_error("no folder can be made");
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

/// The room with fake neighbours, a ministry in memory and a real database.
class RedRoomTest : public ::testing::Test {
 protected:
  RedRoomTest() {
    postgres::migrate(pool_, embedded::red_recipes_migrations());
    fill_surroundings();
  }

  void fill_surroundings() {
    Surroundings& s = surroundings_;
    s.now = [this](const CallContext&) { return reading_; };
    s.clock_standing = [this](const CallContext&) {
      return sistema_ts::ClockStanding{reading_.now, ahead_, server_};
    };
    s.doctor = [this](const CallContext&, const Id& account) {
      if (account != doctor_id) throw Error("doctor-unknown", "non è un medico", "sceglierlo");
      accounts::Doctor doctor;
      doctor.account = account;
      doctor.region_code = region_;
      doctor.first_name = "GIULIA";
      doctor.last_name = "FABBRI";
      return doctor;
    };
    s.make_form = [this](const CallContext&, const documents::MakeRedForm& call) {
      if (no_paper_) throw Error("document-not-drawn", "non disegnata", "riprovare");
      made_.push_back(call);
      documents::DocumentInfo info;
      info.id = Id("dddddddd" + call.recipe.id.value().substr(8));
      return info;
    };
    s.upload = [this](const CallContext&, const channel::Upload& call) {
      return ministry_.upload(call);
    };
    s.statuses = [this](const CallContext&, const channel::Statuses& call) {
      return ministry_.statuses(call);
    };
    s.outcomes = [this](const CallContext&, const channel::Outcomes& call) {
      return ministry_.outcomes(call);
    };
    s.last_restored = [this](const CallContext&) {
      return recipe_transmitter::Restoration{told_restore_};
    };
    s.tell = [this](const CallContext&, const FormChanged& event) { events_.push_back(event); };
    s.tell_restored = [this](const CallContext&, const DatabaseRestored& event) {
      told_of_.push_back(event.found);
    };
    using kernel::from_tree, kernel::parse_text, kernel::to_text, kernel::to_tree;
    s.to_text = [](const recipe_transmitter::Recipe& it) { return to_text(to_tree(it)); };
    s.recipe_of = [](const std::string& text) {
      return from_tree<recipe_transmitter::Recipe>(parse_text(text));
    };
    s.record_to_text = [](const FormRecord& it) { return to_text(to_tree(it)); };
    s.record_of = [](const std::string& text) { return from_tree<FormRecord>(parse_text(text)); };
    s.remarks_to_text = [](const std::vector<channel::Remark>& it) {
      return to_text(to_tree(channel::RecipeOutcome{"", "", "", it}));
    };
    s.remarks_of = [](const std::string& text) {
      return from_tree<channel::RecipeOutcome>(parse_text(text)).remarks;
    };
  }

  template <class Call>
  typename Call::Reply ask(const Call& call) {
    return service_.on(doctor_.context(), call);
  }
  void add_printer(const std::string& name) {
    SavePrinter call;
    call.printer.name = name;
    ask(call);
  }
  Block set_block(const std::string& printer, const std::string& code, bool descending = false) {
    SetBlock call;
    call.printer = printer;
    call.first_code = code;
    call.descending = descending;
    return ask(call);
  }
  Print request(int number, const std::string& printer = "") {
    Print call;
    call.patient = patient_id;
    call.printer = printer;
    call.recipe.id = recipe_id(number);
    call.recipe.account = doctor_id;
    call.recipe.holder.account = doctor_id;
    call.recipe.patient.fiscal_code = FiscalCode("PNIMRA70A01H501P");
    call.recipe.patient.full_name = "PINI MARIO";
    call.recipe.lines.emplace_back().aic = "012745093";
    return call;
  }
  static Id recipe_id(int number) {
    return Id(fmt::format("00000000-0000-4000-8000-{:012}", number));
  }
  Form print(int number, const std::string& printer = "") { return ask(request(number, printer)); }
  Form form(int number) {
    GetForm call;
    call.recipe = recipe_id(number);
    return ask(call);
  }
  Form cancel(int number) {
    Cancel call;
    call.recipe = recipe_id(number);
    return ask(call);
  }
  /// Works until nothing is due; what waits for its time is made due `rounds` times.
  void work(int rounds = 1) {
    for (int i = 0; i < rounds; ++i) {
      make_due();
      while (courier_.step()) {
      }
    }
  }
  void make_due() { sql("update batch set due = clock_timestamp() where due < 'infinity'"); }
  void sql(const std::string& text) {
    pool_.write([&](pqxx::transaction_base& tx) { tx.exec(text); });
  }
  int64_t count(const std::string& text) {
    return pool_.read([&](pqxx::transaction_base& tx) { return tx.exec1(text)[0].as<int64_t>(); });
  }

  std::string uri_ = postgres::TestCluster::shared().fresh();
  postgres::Pool pool_{uri_, 6};
  clock::Reading reading_{Instant{1'795'450'800'000}, Date::parse("2026-11-23"),
                          "2026-11-23 18:20:00"};
  Ministry ministry_;
  bool no_paper_ = false;
  std::optional<Instant> ahead_, server_;  ///< what sistema-ts/1 says of the clock
  std::string region_ = "120";
  std::vector<documents::MakeRedForm> made_;
  std::vector<FormChanged> events_;
  std::vector<Instant> told_of_;  ///< restores that other rooms were told of
  int wakes_ = 0;
  Surroundings surroundings_;
  testing::TestHost fake_;
  const Folder folder_;
  std::string ledger_ = folder_.path + "/practice.red";
  postgres::LedgerShadow shadow_{ledger_, RestoreWatch::fresh_name(pool_)};
  postgres::LiveHosts hosts_{uri_, "1"};
  std::optional<Instant> told_restore_;
  RestoreWatch restores_{fake_.host(), surroundings_, pool_, shadow_, hosts_, "1"};
  DoubtedFiles doubted_{pool_, "1"};
  FileStore files_{pool_, surroundings_, "1", 60'000};
  OutcomeStore outcomes_{pool_, surroundings_, "1"};
  CourierTimes times_{0, 60'000, 60'000};
  Courier courier_{fake_.host(), surroundings_, files_, doubted_, outcomes_, restores_, times_};
  testing::Caller doctor_{{{"practice", "1"}, {"user", doctor_id.value()}},
                          {"prescription.issue", "prescription.read"}};
  testing::Caller colleague_{{{"practice", "1"}, {"user", "00000000-0000-4000-9000-000000000002"}},
                             {"prescription.issue", "prescription.read"}};
  testing::Caller staff_{{{"practice", "1"}, {"user", "00000000-0000-4000-9000-000000000005"}},
                         {"prescription.read"}};
  RedRecipesService service_{surroundings_, pool_, files_, restores_, {}, [this] { ++wakes_; }};
};

}  // namespace curante::red_recipes
