// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "fake_host.hpp"
#include "fake_messages.hpp"
#include "outbox_workers.hpp"
#include "personal_data_service.hpp"
#include "prescribing_migrations.hpp"
#include "prescribing_rules.hpp"
#include "prescribing_service.hpp"
#include "sample_facts.hpp"

namespace curante::prescribing {

/// The other side of the transmitter: takes each recipe once, and can be told how to answer.
class FakeChannel {
 public:
  using Receipt = recipe_transmitter::Receipt;
  using Outcome = recipe_transmitter::Outcome;

  Receipt submit(const recipe_transmitter::Recipe& recipe) {
    const std::lock_guard lock(mutex_);
    order.push_back(recipe.id.value());
    const Outcome outcome = next();
    Receipt receipt;
    receipt.outcome = outcome;
    if (outcome == Outcome::accepted || outcome == Outcome::refused) {
      settled[recipe.id.value()] = outcome;
    }
    if (outcome == Outcome::refused) {
      receipt.reasons.push_back({"1020", "Codice Asl medico non valido", "correggere", 0, true});
    }
    if (outcome != Outcome::accepted && outcome != Outcome::uncertain) return receipt;
    std::string& nre = held[recipe.id.value()];
    if (nre.empty()) nre = "1200A4" + std::to_string(100'000'000 + held.size());
    if (outcome == Outcome::uncertain) return receipt;
    receipt.nre = Nre(nre);
    receipt.authentication_code = "code of " + nre;
    return receipt;
  }

  Receipt withdraw(const Id& recipe) {
    const std::lock_guard lock(mutex_);
    Receipt receipt;
    receipt.outcome = next();
    if (receipt.outcome == Outcome::accepted) {
      receipt.outcome = Outcome::withdrawn;
      withdrawn.insert(recipe.value());
    }
    if (receipt.outcome == Outcome::refused) {
      receipt.reasons.push_back({"1120", "Stato non valido", "", 0, true});
    }
    return receipt;
  }

  /// Without asking the service.
  Receipt status(const Id& recipe) {
    const std::lock_guard lock(mutex_);
    const auto known = settled.find(recipe.value());
    if (known == settled.end()) throw Error("recipe-unknown", "mai vista", "cercarla altrove");
    Receipt receipt;
    receipt.outcome = known->second;
    return receipt;
  }

  void answer(std::vector<Outcome> outcomes) {
    const std::lock_guard lock(mutex_);
    script_ = std::move(outcomes);
  }
  std::vector<std::string> submitted() {
    const std::lock_guard lock(mutex_);
    return order;
  }

  std::map<std::string, std::string> held;  ///< recipe id → NRE
  std::map<std::string, Outcome> settled;   ///< recipes whose receipt it has
  std::set<std::string> withdrawn;
  std::vector<std::string> order;  ///< ids as they came, repetitions too

 private:
  Outcome next() {
    if (script_.empty()) return Outcome::accepted;
    const Outcome outcome = script_.front();
    script_.erase(script_.begin());
    return outcome;
  }

  std::mutex mutex_;
  std::vector<Outcome> script_;
};

/// The room with fake neighbours and a real database.
class RoomTest : public ::testing::Test {
 protected:
  using Outcome = recipe_transmitter::Outcome;

  RoomTest() {
    postgres::migrate(pool_, embedded::prescribing_migrations());
    doctor_.fields = {{"practice", "prova"},
                      {"user", sample::doctor_id.value()},
                      {"role", "titolare"},
                      {"patient", sample::patient_id.value()}};
    substitute_ = doctor_;
    substitute_.fields["user"] = sample::substitute_id.value();
    substitute_.fields["role"] = "sostituto";
    facts_ = sample::facts();
    // One that nobody uses would be told with every draft.
    facts_.chart.patient.exemptions.clear();
    fill_neighbours();
  }

  void fill_neighbours() {
    neighbours_.now = [this](const CallContext&) { return reading_; };
    neighbours_.clock_standing = [this](const CallContext&) {
      return sistema_ts::ClockStanding{reading_.now, sent_ahead_};
    };
    neighbours_.chart = [this](const CallContext&, const Id&) { return facts_.chart; };
    neighbours_.drug = [](const CallContext&, const Aic& aic) {
      for (const auto& drug : {sample::aspirin(), sample::amoxicillin(), sample::statin()}) {
        if (drug.aic == aic) return drug;
      }
      throw Error("drug-unknown", "farmaco sconosciuto", "cercarlo di nuovo");
    };
    neighbours_.service = [](const CallContext&, const terminology::GetService& call) {
      if (auto known = sample::service(call.code)) {
        if (!call.catalogue_code.empty()) known->catalogue_code = call.catalogue_code;
        return *known;
      }
      throw Error("code-unknown", "prestazione sconosciuta", "cercarla di nuovo");
    };
    neighbours_.doctor = [](const CallContext&, const Id& account) {
      accounts::Doctor doctor;
      doctor.account = account;
      doctor.last_name = account == sample::substitute_id ? "VERDI" : "BIANCHI";
      doctor.region_code = "120";
      doctor.phone = "06 1234567";
      doctor.address = "VIA LARGA 2";
      doctor.municipality = "ROMA";
      doctor.register_number = "RM 12345";
      return doctor;
    };
    neighbours_.promemoria = [this](const CallContext&, const documents::MakePromemoria& call) {
      if (documents_down_) throw Error("documents-down", "stampa spenta", "attendere");
      documents::DocumentInfo info;
      info.id = Id("dddddddd" + call.recipe.id.value().substr(8));
      return info;
    };
    neighbours_.white_paper = [this](const CallContext&, const documents::MakeWhite& call) {
      if (documents_down_) throw Error("documents-down", "stampa spenta", "attendere");
      white_papers_.push_back(call);
      documents::DocumentInfo info;
      info.id = Id("eeeeeeee" + call.recipe.id.value().substr(8));
      return info;
    };
    fill_channel();
    fill_messages();
    neighbours_.audit = [this](const CallContext&, const audit::Append& entry) {
      audited_.push_back(entry.action);
    };
    neighbours_.tell = [this](const CallContext&, const RecipeChanged& event) {
      const std::lock_guard lock(mutex_);
      events_.push_back(event);
      told_.notify_all();
    };
    neighbours_.tell_prepared = [this](const CallContext&, const PreparedChanged& event) {
      const std::lock_guard lock(mutex_);
      prepared_events_.push_back(event);
    };
  }

  void fill_channel() {
    neighbours_.submit = [this](const CallContext&, const recipe_transmitter::Submit& call) {
      return channel_.submit(call.recipe);
    };
    neighbours_.withdraw = [this](const CallContext&, const recipe_transmitter::Withdraw& call) {
      return channel_.withdraw(call.recipe);
    };
    neighbours_.status = [this](const CallContext&, const recipe_transmitter::Status& call) {
      return channel_.status(call.recipe);
    };
    neighbours_.last_restored = [this](const CallContext&) { return restoration_; };
    neighbours_.red_restored = [this](const CallContext&) { return red_restoration_; };
  }

  void fill_messages() {
    neighbours_.channels = [this](const CallContext&) { return messages_.list(); };
    neighbours_.addresses = [this](const CallContext&, const Id&) { return messages_.book; };
    neighbours_.send_email = [this](const CallContext&, const messages::SendEmail& call) {
      const std::lock_guard lock(mutex_);
      return messages_.send(call);
    };
    neighbours_.send_sms = [this](const CallContext&, const messages::SendSms& call) {
      const std::lock_guard lock(mutex_);
      return messages_.send(call);
    };
    neighbours_.get_messages = [this](const CallContext&, const messages::GetMessages& call) {
      const std::lock_guard lock(mutex_);
      return messages_.get(call);
    };
    neighbours_.cancel_message = [this](const CallContext&, const messages::Cancel& call) {
      const std::lock_guard lock(mutex_);
      return messages_.cancel(call.message);
    };
    neighbours_.read_document = [](const CallContext&, const documents::Read&) {
      Blob blob;
      blob.content = {'%', 'P', 'D', 'F'};
      return blob;
    };
    neighbours_.print_numbers = [](const CallContext&, const documents::PrintNumbers& call) {
      Blob blob;
      blob.file_name = "elenco.pdf";
      blob.media_type = "application/pdf";
      blob.content.assign(call.numbers.size(), '.');
      return blob;
    };
  }

  /// A draft with `lines` aspirins-or-others; `number` makes its id.
  Draft draft(int number, int32_t quantity = 1) const {
    Draft draft;
    char id[40];
    std::snprintf(id, sizeof id, "aaaaaaaa-0000-4000-8000-%012d", number);
    draft.id = Id(id);
    draft.patient = sample::patient_id;
    DraftLine line;
    line.aic = sample::aspirin().aic.value();
    line.quantity = quantity;
    draft.lines = {line};
    // Tests prescribe the same to the same patient all day.
    draft.overrides = {{"prescribed-today", 1, "serve davvero"}};
    return draft;
  }
  Prescription issue(const Draft& draft) { return service_.on(doctor_.context(), Issue{draft}); }
  RecipeView view(const Prescription& it, size_t index = 0) {
    return service_.on(doctor_.context(), Get{it.id}).recipes.at(index);
  }
  /// Does one row's work on this thread, as a worker would. False when nothing is due.
  bool work() {
    const auto row = outbox_.claim();
    if (row) delivery_.run(*row);
    return row.has_value();
  }
  int64_t outbox_rows() { return rows_of("outbox"); }
  int64_t rows_of(const std::string& table) {
    return pool_.read([&](pqxx::transaction_base& tx) {
      return tx.exec1("select count(*) from " + table)[0].as<int64_t>();
    });
  }
  void sql(const std::string& text) {
    pool_.write([&](pqxx::transaction_base& tx) { tx.exec(text); });
  }
  /// Everything that waits for its time is due.
  void make_due() { sql("update outbox set due = clock_timestamp() where due < 'infinity'"); }
  /// While somebody holds what `held` locks, starts `deed`, which must come to want it; whether
  /// nobody has locked what `wanted` locks by then.
  bool free_while_waiting(const std::string& held, const std::function<void()>& deed,
                          const std::string& wanted) {
    std::thread waiting;
    bool free = false;
    try {
      pool_.write([&](pqxx::transaction_base& tx) {
        tx.exec(held);
        waiting = std::thread(deed);
        await_waiters(tx, 1);
        tx.exec(wanted + " for update nowait");
        free = true;
      });
    } catch (const pqxx::sql_error&) {
    }
    waiting.join();
    return free;
  }
  /// Waits until so many transactions wait for a lock, or `done`.
  static void await_waiters(
      pqxx::transaction_base& tx, int count,
      const std::function<bool()>& done = [] { return false; }) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (tx.exec1("select count(*) from pg_locks where not granted")[0].as<int>() < count) {
      if (done()) return;
      if (std::chrono::steady_clock::now() > limit) FAIL() << "nobody waits";
      std::this_thread::yield();
    }
  }
  /// Waits, by the events, until `condition` holds.
  template <class Condition>
  bool until(Condition&& condition) {
    std::unique_lock lock(mutex_);
    return told_.wait_for(lock, std::chrono::seconds(20), condition);
  }
  std::string code_of(const std::function<void()>& body) {
    try {
      body();
    } catch (const Error& e) {
      message_ = e.message();
      EXPECT_FALSE(e.remedy().empty()) << e.code();
      return e.code();
    }
    return "";
  }

  FakeHost fake_;
  Host host_ = fake_.host();
  postgres::Pool pool_{postgres::TestCluster::shared().fresh(), 6};
  clock::Reading reading_{Instant{1'795'450'800'000}, Date::parse("2026-11-23"),
                          "2026-11-23 18:20:00"};
  std::optional<Instant> sent_ahead_;
  Facts facts_;
  FakeChannel channel_;
  bool documents_down_ = false;
  recipe_transmitter::Restoration restoration_, red_restoration_;
  std::vector<documents::MakeWhite> white_papers_;
  FakeMessages messages_;
  std::mutex mutex_;
  std::condition_variable told_;
  std::vector<RecipeChanged> events_;
  std::vector<PreparedChanged> prepared_events_;
  std::vector<std::string> audited_;
  std::string message_;
  Caller doctor_, substitute_;
  RuleTable rules_{embedded::prescribing_rules()};
  Neighbours neighbours_;
  Outbox outbox_{pool_, "prova", 60'000};
  Delivery delivery_{host_, neighbours_, outbox_};
  std::atomic<int> wakes_ = 0;
  PrescribingService service_{host_, neighbours_, rules_, pool_, outbox_, [this] { ++wakes_; }};
};

}  // namespace curante::prescribing
