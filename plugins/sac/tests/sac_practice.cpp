// SPDX-License-Identifier: Apache-2.0
#include "sac_practice.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "curante/postgres/migrate.hpp"
#include "curante/postgres/test_cluster.hpp"
#include "random_name.hpp"
#include "runtime/tree.hpp"
#include "sac_migrations.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;
using recipe_transmitter::Recipe;

namespace {

constexpr int64_t hour_ms = 3'600'000;

/// The database's clock, in the place of its own: in the schema of this test's role, before the
/// system's.
constexpr const char* movable_clock = R"sql(
create table moved_clock (by_ms bigint not null);
insert into moved_clock values (0);
create function clock_timestamp() returns timestamptz volatile language sql as
  $$ select pg_catalog.clock_timestamp() + by_ms * interval '1 millisecond' from moved_clock $$;
do $$ begin
  execute format('alter role %I set search_path = %I, public, pg_catalog', current_user,
                 current_schema());
end $$
)sql";

struct Shared {
  ScratchDirectory directory;
  std::unique_ptr<SimulatorProgram> simulator =
      std::make_unique<SimulatorProgram>(directory.path());
  uint16_t port = simulator->port();
};

Shared& shared() {
  static const bool no_signal = std::signal(SIGPIPE, SIG_IGN) != SIG_ERR;
  static Shared it;
  if (!no_signal) throw std::runtime_error("SIGPIPE cannot be ignored");
  return it;
}

Transmitter::Json json() {
  return {
      [](const Receipt& it) { return kernel::to_text(kernel::to_tree(it)); },
      [](const std::string& text) { return kernel::from_tree<Receipt>(kernel::parse_text(text)); }};
}

/// What stands in for Europe/Rome: tests need its order alone.
std::string local_time(Instant at) {
  std::string text = at.iso().substr(0, 19);
  text[10] = ' ';
  return text;
}

Prescriber prescriber(const std::string& user, const std::string& password,
                      const std::string& pincode, const char* account, const char* asl) {
  Prescriber it{user, password, pincode, {}};
  it.doctor.account = Id(account);
  it.doctor.fiscal_code = PrescriberCode(user);
  it.doctor.region_code = "120";
  it.doctor.asl_code = asl;
  return it;
}

}  // namespace

Prescriber fabbri() {
  auto it = prescriber("FBBGLI74C52H501K", "Lazio2026a", "1201000001",
                       "00000000-0000-4000-9000-000000000001", "201");
  it.doctor.last_name = "FABBRI";
  it.doctor.first_name = "GIULIA";
  return it;
}

Prescriber conti() {
  auto it = prescriber("CNTLSE90E57H501B", "Lazio2026s", "1201000009",
                       "00000000-0000-4000-9000-000000000002", "000");
  it.doctor.last_name = "CONTI";
  it.doctor.first_name = "ELISA";
  return it;
}

Channel::Channel(const std::string& database, const std::string& key_file,
                 SimulatorProgram& simulator, std::function<Instant()> now, int64_t resend_wait_ms,
                 int64_t hold_probe_ms, SubstituteNumbers numbers)
    : pool(database, 4),
      box(key_file),
      credentials(pool, box, "1"),
      cipher((simulator.state() / "sanitel.pem").string()),
      soap((simulator.state() / "ca.pem").string(), SacTest::timeout_ms),
      client(
          [&] {
            const std::string it = fmt::format("https://127.0.0.1:{}", simulator.port());
            return Endpoints{it, it, it};
          }(),
          soap, cipher),
      health([](const recipe_transmitter::ServiceHealth&) {}),
      shadow(key_file + ".nre", "x" + random_name()),
      hosts(database, "1"),
      unknown(pool, "1", [this](const std::string& code, int64_t seen) { counted[code] = seen; }),
      transmitter(pool, credentials, client, health, shadow, hosts, unknown, box,
                  {now, [now] { return local_time(now()); }}, json(), "1",
                  {72 * hour_ms, 60'000, resend_wait_ms, hold_probe_ms}, numbers),
      desk(pool, client, now, "1", 60'000, {}) {}

SacTest::SacTest() : database_(postgres::TestCluster::shared().fresh()) {
  if (!shared().simulator) start_simulator();
  simulator().admin("POST", "/reset");
  sql(movable_clock);
  postgres::Pool pool(database_, 1);
  postgres::migrate(pool, embedded::sac_migrations());
  channel_ = another_host();
  EXPECT_FALSE(channel_->transmitter.look_for_restore()) << "a new installation";
}

std::unique_ptr<Channel> SacTest::another_host() {
  return std::make_unique<Channel>(
      database_, (keys_.path() / "key").string(), simulator(), [this] { return now(); },
      resend_wait_ms_, hold_probe_ms_, substitute_numbers_);
}

void SacTest::let_substitutes_use_their_own_numbers() {
  simulator().admin("POST", "/switches",
                    {{"lots_without_asl", true}, {"number_of_holder_only", false}});
  substitute_numbers_ = SubstituteNumbers::own;
  restart();
}

void SacTest::move_clock(int64_t ms) {
  move_host_clock(ms);
  move_database_clock(ms);
}

void SacTest::move_database_clock(int64_t ms) {
  sql(fmt::format("update moved_clock set by_ms = by_ms + {}", ms));
}

void SacTest::restart() {
  channel_.reset();
  channel_ = another_host();
}

void SacTest::end_host() {
  channel_.reset();
  postgres::LiveHosts hosts(database_, "1");
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (hosts.any_other()) {
    ASSERT_LT(std::chrono::steady_clock::now(), limit);
    std::this_thread::yield();
  }
}

SimulatorProgram& SacTest::simulator() {
  return *shared().simulator;
}

void SacTest::stop_simulator() {
  EXPECT_EQ(simulator().end(SIGTERM), 0);
  shared().simulator.reset();
}

void SacTest::start_simulator() {
  shared().simulator = std::make_unique<SimulatorProgram>(shared().directory.path(), shared().port);
}

void SacTest::sign_up(const Prescriber& who) {
  Credentials it;
  it.user = who.user;
  it.password = who.password;
  it.pincode = who.pincode;
  it.token = channel_->client.request_token(who.doctor, it).value();
  it.token_until = Instant{now().ms + 8 * hour_ms}.iso();
  it.revision = channel_->credentials.load(who.doctor.account.value()).revision;
  ASSERT_TRUE(channel_->credentials.save(who.doctor.account.value(), it, now().iso()));
}

Recipe SacTest::recipe(const Prescriber& holder) {
  Recipe it;
  it.id = Id(fmt::format("00000000-0000-4000-8000-{:012}", ++made_));
  it.account = holder.doctor.account;
  it.holder = holder.doctor;
  it.patient.fiscal_code = FiscalCode("PNIMRA70A01H501P");
  it.patient.full_name = "PINI MARIO";
  it.patient.street = "VIA DELL'ESQUILINO 4";
  it.patient.postal_code = "00185";
  it.patient.municipality = "ROMA";
  it.patient.province = "RM";
  it.patient.asl_code = "201";
  it.diagnosis_code = "401.9";
  it.diagnosis_text = "IPERTENSIONE ESSENZIALE «NON SPECIFICATA» & ALTRO";
  it.written_at = "2026-09-30 16:44:16";
  auto& line = it.lines.emplace_back();
  line.aic = "012745093";
  line.drug_text = "CARDIOASPIRIN 100 MG 30 CPR";
  line.posology = "1 compressa dopo pranzo";
  return it;
}

Recipe SacTest::recipe_of_substitute() {
  Recipe it = recipe();
  it.account = conti().doctor.account;
  it.substitute = conti().doctor;
  return it;
}

Receipt SacTest::settle(const Recipe& recipe) {
  Receipt receipt;
  for (int i = 0; i < 20; ++i) {
    receipt = submit(recipe);
    if (receipt.outcome == Outcome::accepted || receipt.outcome == Outcome::refused) break;
  }
  return receipt;
}

std::vector<std::string> SacTest::live() {
  constexpr int annulled = 4;
  std::vector<std::string> numbers;
  const auto answer = simulator().admin("GET", "/recipes");
  for (const auto& it : answer.at("recipes").as_array()) {
    if (it.at("state").to_number<int>() == annulled) continue;
    numbers.emplace_back(it.at("nre").as_string());
  }
  return numbers;
}

int64_t SacTest::held() const {
  return shared().simulator->admin("GET", "/recipes").at("count").to_number<int64_t>();
}

int64_t SacTest::requests(const std::string& operation) const {
  int64_t count = 0;
  const auto stats = shared().simulator->admin("GET", "/stats");
  for (const auto& it : stats.at("requests").as_array()) {
    if (it.at("operation").as_string() == operation) count += it.at("count").to_number<int64_t>();
  }
  return count;
}

int64_t SacTest::happened(const std::string& fault) const {
  const auto stats = shared().simulator->admin("GET", "/stats");
  const auto* count = stats.at("faults").as_object().if_contains(fault);
  return count == nullptr ? 0 : count->to_number<int64_t>();
}

void SacTest::wait_until_held(int64_t count) const {
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (held() != count) {
    ASSERT_LT(std::chrono::steady_clock::now(), limit) << held() << " recipes";
    std::this_thread::yield();
  }
}

Instant SacTest::now() const {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count() + moved_ms_};
}

pqxx::result SacTest::sql(const std::string& statement) const {
  postgres::Pool pool(database_, 1);
  return pool.write([&](pqxx::transaction_base& tx) { return tx.exec(statement); });
}

}  // namespace curante::sac
