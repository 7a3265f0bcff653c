// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "advice.hpp"
#include "nre_ledger.hpp"
#include "service_health.hpp"
#include "sistema_ts_client.hpp"
#include "submission_store.hpp"

namespace curante::sac {

/// Sends recipes at most once, whatever happens to the line, the service or this program.
///
/// The number and the state `sending` are on disk before the first octet leaves. A recipe found in
/// `sending` is asked after (VisualizzaPrescritto) before anything else. A number that the service
/// does not know may still arrive late: it is burnt, the recipe goes out under another one, and
/// `watch` annuls the late arrival. Safe from any thread; one recipe is worked on by one thread.
class Transmitter {
 public:
  struct Time {
    std::function<Instant()> now;
  };
  struct Json {
    std::function<std::string(const recipe_transmitter::Recipe&)> recipe_text;
    std::function<recipe_transmitter::Recipe(const std::string&)> recipe;
    std::function<std::string(const recipe_transmitter::Receipt&)> receipt_text;
    std::function<recipe_transmitter::Receipt(const std::string&)> receipt;
  };

  Transmitter(postgres::Pool& pool, CredentialStore& credentials, const SistemaTsClient& client,
              ServiceHealth& health, Time time, Json json, std::string practice, int64_t watch_ms);

  recipe_transmitter::Receipt submit(const recipe_transmitter::Recipe& recipe);
  recipe_transmitter::Receipt withdraw(const std::string& recipe_id, const std::string& account);
  recipe_transmitter::Receipt status(const std::string& recipe_id);
  int64_t numbers_left(const std::string& doctor);

  /// Asks after burnt numbers that were not asked after since `ask_every_ms`; annuls those that
  /// arrived after all. Returns how many arrived.
  int watch(int64_t ask_every_ms);

 private:
  class Turn;  ///< the right to work on one recipe

  recipe_transmitter::Receipt prepare_and_send(const recipe_transmitter::Recipe& recipe,
                                               const Credentials& who);
  recipe_transmitter::Receipt send(Submission& submission, const recipe_transmitter::Recipe& recipe,
                                   const Credentials& who);
  recipe_transmitter::Receipt ask_after(Submission& submission,
                                        const recipe_transmitter::Recipe& recipe,
                                        const Credentials& who);
  std::optional<Submission> take_number(const recipe_transmitter::Recipe& recipe,
                                        const std::string& replaces);
  recipe_transmitter::Receipt cancel(Submission& submission, const Credentials& who);
  recipe_transmitter::Receipt settle(Submission& submission, SubmissionState state,
                                     recipe_transmitter::Receipt receipt);
  /// Runs a request; a missing answer becomes a receipt that says what may have become of it.
  recipe_transmitter::Receipt guarded_request(
      const std::string& account, const std::function<recipe_transmitter::Receipt()>& request,
      const std::function<void(Delivery)>& lost);
  recipe_transmitter::Receipt stored(const Submission& submission) const;
  std::optional<Submission> find(const std::string& recipe_id);
  void keep(const Submission& submission);
  std::string now() const { return time_.now().iso(); }

  postgres::Pool& pool_;
  CredentialStore& credentials_;
  const SistemaTsClient& client_;
  ServiceHealth& health_;
  Time time_;
  Json json_;
  int64_t watch_ms_;
  NreLedger ledger_;
  SubmissionStore submissions_;
  Advice advice_;
  std::mutex turns_mutex_;
  std::map<std::string, std::weak_ptr<std::mutex>> turns_;
};

}  // namespace curante::sac
