// SPDX-License-Identifier: Apache-2.0
#include "practice.hpp"

#include <fmt/format.h>

#include <chrono>
#include <fstream>

#include "curante/postgres/test_cluster.hpp"

namespace curante::conformance {

namespace fs = std::filesystem;

namespace {

constexpr const char* path_names[] = {"none", "direct", "marshalled", "isolated"};

std::string read_line(const fs::path& file) {
  std::string line;
  std::getline(std::ifstream(file), line);
  return line;
}

}  // namespace

Practice::Practice(const std::string& set, const Guest& guest, const PathChoice& path,
                   const std::string& records)
    : path_(path), data_(scratch_.path() / "data") {
  fs::create_directory(data_);
  fs::copy(CONFORMANCE_LISTS, data_ / "lists", fs::copy_options::recursive);
  // The database's server may be another user, who must be able to walk through.
  fs::permissions(scratch_.path(),
                  fs::perms::owner_all | fs::perms::group_exec | fs::perms::others_exec);
  const bool replayed = path.recording == PathChoice::replayed;
  if (set == "practice" && !replayed)
    simulator_ = std::make_unique<SimulatorProgram>(scratch_.path() / "sts");
  Driver::targets.clear();
  kernel::LaunchPlan plan = plan_of_set(
      set, guest, replayed ? std::vector<std::string>{} : settings(set), data_, path.isolated);
  add_driver(plan);
  kernel::Host::Options options;
  path.choose(plan, options, records);
  const fs::path data_of_recording = fs::path(records) / "data";
  if (path.recording == PathChoice::written) std::ofstream(data_of_recording) << data_.string();
  if (replayed) data_ = read_line(data_of_recording);
  host_ = std::make_unique<kernel::Host>(log_, options);
  listening_ = host_->bus().subscribe("", [this](const curante_context*, std::string_view event,
                                                 const boost::json::value&, std::string_view) {
    const std::lock_guard lock(mutex_);
    ++heard_[std::string(event)];
    told_.notify_all();
  });
  host_->launch(std::move(plan));
  refuse_failures();
}

Practice::~Practice() {
  if (host_) host_->stop();
}

std::vector<std::string> Practice::settings(const std::string& set) {
  const fs::path password = data_ / "password";
  std::ofstream(password) << "Prova-di-parita-1\n";
  std::ofstream(data_ / "secret") << "chiave\n";
  fs::permissions(data_ / "secret", fs::perms::owner_read | fs::perms::owner_write);
  // The simulator's doctor of Lazio; a cheap hash, since nobody attacks this practice.
  std::vector<std::string> all{
      "curante.accounts.bootstrap_user=medico",
      "curante.accounts.bootstrap_password_file=" + password.string(),
      "curante.accounts.bootstrap_first_name=GIULIA", "curante.accounts.bootstrap_last_name=FABBRI",
      "curante.accounts.bootstrap_fiscal_code=FBBGLI74C52H501K",
      "curante.accounts.bootstrap_asl_code=201", "curante.accounts.argon2_memory_mib=19",
      // Messages are queued, and nobody takes them.
      "curante.messages.smtp_host=localhost", "curante.messages.smtp_port=1",
      "curante.messages.sender_address=studio@example.it",
      "curante.messages.sms_url=https://localhost:1/sms",
      "curante.messages.sms_secret_file=" + (data_ / "secret").string()};
  if (set == "mocks") {
    all.emplace_back("curante.mock-clock.start=2026-11-23T17:20:00Z");
    // The other kind of database, so that both are tried.
    all.push_back("curante.database.connection=" + postgres::TestCluster::shared().superuser());
  }
  if (!simulator_) return all;
  const std::string state = simulator_->state().string();
  const std::string address = fmt::format("https://127.0.0.1:{}", simulator_->port());
  for (const char* name : {"endpoint", "a2f_endpoint", "lots_endpoint", "white_endpoint"}) {
    all.push_back(fmt::format("curante.sac.{}={}", name, address));
  }
  all.push_back(fmt::format("curante.sac.sanitel_certificate={}/sanitel.pem", state));
  all.push_back(fmt::format("curante.sac.ca_file={}/ca.pem", state));
  return all;
}

void Practice::refuse_failures() const {
  std::string problems;
  for (const auto& slot : host_->slots()) {
    if (slot->state == kernel::PluginState::ready) continue;
    problems += fmt::format("{} {}: {}\n", slot->id(), state_name(slot->state), slot->problem);
  }
  if (!problems.empty()) throw Error("conformance-set", "not all plugins run:\n" + problems, "");
}

std::string Practice::wrong_path(size_t target) const {
  for (const auto& slot : host_->slots()) {
    if (slot->id() != Driver::id) continue;
    const kernel::Binding& binding = *slot->bindings.at(target);
    if (binding.path() == path_.edge) return {};
    return fmt::format("the path is {}, not {}: {}", path_names[binding.path()], path_.name,
                       binding.reason());
  }
  return "the driver does not run";
}

int64_t Practice::heard(const std::string& event) {
  const std::lock_guard lock(mutex_);
  return heard_[event];
}

bool Practice::hear_more(const std::string& event, int64_t than, int limit_ms) {
  std::unique_lock lock(mutex_);
  return told_.wait_for(lock, std::chrono::milliseconds(limit_ms),
                        [&] { return heard_[event] > than; });
}

}  // namespace curante::conformance
