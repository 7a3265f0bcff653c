// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>

#include "simulator_program.hpp"
#include "substitution_desk.hpp"
#include "transmitter.hpp"

namespace curante::sac {

/// An instance of the channel as one host runs it: its own pool and its own memory.
struct Channel {
  Channel(const std::string& database, const std::string& key_file, SimulatorProgram& simulator,
          std::function<Instant()> now, int64_t resend_wait_ms = 0, int64_t hold_probe_ms = 0,
          SubstituteNumbers numbers = SubstituteNumbers::holder);

  postgres::Pool pool;
  SecretBox box;
  CredentialStore credentials;
  SanitelCipher cipher;
  SoapChannel soap;
  SistemaTsClient client;
  ServiceHealth health;
  postgres::LedgerShadow shadow;
  postgres::LiveHosts hosts;
  std::map<std::string, int64_t> counted;
  UnknownCodes unknown;
  Transmitter transmitter;
  SubstitutionDesk desk;
};

/// A doctor of the simulator, ready to prescribe.
struct Prescriber {
  std::string user, password, pincode;
  accounts::Doctor doctor;
};
Prescriber fabbri();  ///< holder, Lazio
Prescriber conti();   ///< substitute, Lazio

/// An empty practice before an empty simulator; the simulator is one for all tests of the program.
class SacTest : public ::testing::Test {
 public:
  static constexpr int timeout_ms = 2'000;

 protected:
  SacTest();

  SimulatorProgram& simulator();
  void stop_simulator();
  void start_simulator();  ///< again, on the same port and state

  /// Saves credentials with a valid second factor.
  void sign_up(const Prescriber& who);
  recipe_transmitter::Recipe recipe(const Prescriber& holder = fabbri());
  recipe_transmitter::Recipe recipe_of_substitute();
  recipe_transmitter::Receipt submit(const recipe_transmitter::Recipe& recipe) {
    return channel_->transmitter.submit(recipe);
  }
  /// Submits as a worker does, until it is settled.
  recipe_transmitter::Receipt settle(const recipe_transmitter::Recipe& recipe);
  recipe_transmitter::Receipt withdraw(const recipe_transmitter::Recipe& recipe) {
    return channel_->transmitter.withdraw(recipe.id.value(), recipe.account.value());
  }

  /// A service that gives substitutes lots and takes their numbers, and a host that uses them.
  void let_substitutes_use_their_own_numbers();
  void fault(const boost::json::object& it) { simulator().admin("POST", "/faults", it); }
  /// Numbers of the recipes that the simulator holds and that are not annulled.
  std::vector<std::string> live();
  int64_t held() const;  ///< recipes at the simulator in any state
  int64_t requests(const std::string& operation) const;
  int64_t happened(const std::string& fault) const;
  void wait_until_held(int64_t count) const;

  Instant now() const;
  /// Of the practice's one computer, on which its database is, too: time passes, or goes back.
  void move_clock(int64_t ms);
  /// Of the host alone; the database is on another computer.
  void move_host_clock(int64_t ms) { moved_ms_ += ms; }
  /// Of the database alone.
  void move_database_clock(int64_t ms);
  /// A restart of the host: what was in memory is gone.
  void restart();
  /// The host ends, and the database has noticed.
  void end_host();
  std::unique_ptr<Channel> another_host();
  pqxx::result sql(const std::string& statement) const;

  std::atomic<int64_t> moved_ms_ = 0;
  ScratchDirectory keys_;
  std::string database_;
  std::unique_ptr<Channel> channel_;
  int64_t resend_wait_ms_ = 0;  ///< of channels that begin from now on
  int64_t hold_probe_ms_ = 0;   ///< likewise
  SubstituteNumbers substitute_numbers_ = SubstituteNumbers::holder;  ///< likewise
  int made_ = 0;
};

}  // namespace curante::sac
