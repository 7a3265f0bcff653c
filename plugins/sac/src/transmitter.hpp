// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>

#include "advice.hpp"
#include "curante/postgres/ledger_shadow.hpp"
#include "curante/postgres/live_hosts.hpp"
#include "ledger_files.hpp"
#include "lot_owner.hpp"
#include "lot_refusals.hpp"
#include "nre_ledger.hpp"
#include "refused_lots.hpp"
#include "restore_log.hpp"
#include "said_absent.hpp"
#include "sending_count.hpp"
#include "sending_hold.hpp"
#include "service_health.hpp"
#include "sistema_ts.hpp"
#include "sistema_ts_client.hpp"
#include "submission_store.hpp"
#include "unknown_codes.hpp"
#include "wished_back.hpp"

namespace curante::sac {

namespace white {
class WhiteTransmitter;
}

/// Sends recipes at most once, whatever happens to the line, the service or this program.
///
/// The number and the state `sending` are on disk, in one transaction, before the first octet
/// leaves. A recipe found in `sending` is asked after (VisualizzaPrescritto) before anything else.
/// A number that the service does not know may still arrive late: it is burnt, the recipe goes out
/// under another one, and `watch` annuls the late arrival.
///
/// Safe from any thread: one recipe is worked on by one thread. Two hosts are kept apart by the
/// row's revision; a request that another host has under way is waited for, not asked after.
class Transmitter {
 public:
  struct Time {
    std::function<Instant()> now;
    std::function<std::string()> local;  ///< Europe/Rome, as recipes are dated
  };
  struct Json {
    std::function<std::string(const recipe_transmitter::Receipt&)> receipt_text;
    std::function<recipe_transmitter::Receipt(const std::string&)> receipt;
  };
  struct Limits {
    int64_t watch_ms;      ///< how long a request may still arrive late
    int64_t in_flight_ms;  ///< after this, no request of another host is under way any more
    /// A recipe goes out at once under a second number; under further ones after 1, 5, 15 and 60
    /// times this. Then a person is asked.
    int64_t resend_wait_ms = 60'000;
    int64_t hold_probe_ms = 15'000;  ///< see SendingHold
    /// The service lists the number of a recipe at most so long after the recipe was sent. Before,
    /// that it is not listed says nothing: nobody promises that InterrogaNreUtilizzati is as new as
    /// VisualizzaPrescritto.
    int64_t listed_within_ms = 120'000;
    int64_t lot_pause_ms = 15 * 60'000;  ///< see RefusedLots
  };

  Transmitter(postgres::Pool& pool, CredentialStore& credentials, const SistemaTsClient& client,
              ServiceHealth& health, postgres::LedgerShadow& shadow, postgres::LiveHosts& hosts,
              UnknownCodes& unknown, const SecretBox& box, Time time, Json json,
              std::string practice, Limits limits,
              SubstituteNumbers numbers = SubstituteNumbers::holder);

  recipe_transmitter::Receipt submit(const recipe_transmitter::Recipe& recipe);
  recipe_transmitter::Receipt withdraw(const std::string& recipe_id, const std::string& account);
  recipe_transmitter::Receipt status(const std::string& recipe_id);
  /// A person says whether the service has a recipe in doubt. See sistema_ts::DecideRecipe.
  /// Accepted, withdrawn, or `unreachable`: to be sent under another number. `number` is what the
  /// person looked up, empty: under which one nobody could say; none: not told.
  recipe_transmitter::Receipt decide(const std::string& recipe_id, const std::string& account,
                                     bool there, const std::optional<std::string>& number = {});
  recipe_transmitter::DispensingView dispensing(const std::string& recipe_id,
                                                const std::string& account);
  /// Of the doctor's own lots.
  int64_t numbers_left(const std::string& doctor);
  /// Why the account with this access is given no numbers, its own or those of the holder whom it
  /// stands in for, and what to do; empty: it is.
  std::string lots_problem(const std::string& account, int access);
  /// Recipes that arrived late and cannot be annulled, of an account or (empty) of all: only a
  /// person can settle it.
  std::vector<NreLedger::Late> late_arrivals(const std::string& account);
  /// The account has seen one. Throws Error{"late-arrival-unknown"}.
  void acknowledge_late(const std::string& account, const std::string& number);

  /// Compares the ledger and SendingCount with their shadow. True when the database came back from
  /// a copy, or came to a machine whose file does not belong to it: then its lots are quarantined,
  /// and what waits is asked after before anything is sent.
  bool look_for_restore();
  /// A restore that the rooms which use this channel were not told of; and that they are now.
  std::optional<Instant> untold_restore();
  void restore_told(Instant found);
  /// When the newest restore was found. A refused number alone is none.
  std::optional<Instant> restored();
  /// When a number was last refused as used, until a person says what it means: this may be a copy.
  std::optional<Instant> copy_suspected();
  /// A person says whether it is. Throws Error{"copy-not-suspected"}.
  void settle_suspicion(Instant seen, bool copy);
  /// How this host's clock stands to what was sent last, and to the database's.
  sistema_ts::ClockStanding clock_standing();
  /// The clock is right, says `account`, who was shown `seen`: it was wrong then. Throws
  /// Error{"clock-not-behind"}, Error{"clock-unconfirmed"}.
  void declare_clock_right(const std::string& account, Instant seen);

  /// Tells this host's health what the hosts of the practice know of InvioPrescritto.
  void follow_hold();

  struct Watched {
    int annulled = 0;  ///< late arrivals that were annulled
    int stuck = 0;     ///< late arrivals that the service does not let us annul
    /// Of those that cannot be annulled, and of those that are annulled now.
    std::vector<sistema_ts::LateArrivalChanged> changes = {};
  };
  /// Asks after burnt numbers that were not asked after since `ask_every_ms`; annuls those that
  /// arrived after all. Ends early when the service does not answer, or when asked to stop. That
  /// one is annulled now is told at once, after each start, and as often as numbers are asked
  /// after: events are not acknowledged, and who is away misses them.
  Watched watch(int64_t ask_every_ms, std::stop_token stop = {});

 private:
  /// Shares turns, time and the judgement of requests without an answer.
  friend class white::WhiteTransmitter;
  class Turn;  ///< the right to work on one recipe
  /// What came of a request, and whether the service may have acted on it.
  struct Attempt {
    recipe_transmitter::Receipt receipt;
    bool may_have_arrived = true;
  };

  recipe_transmitter::Receipt submit_in_turn(const recipe_transmitter::Recipe& recipe);
  recipe_transmitter::Receipt withdraw_in_turn(const std::string& recipe_id,
                                               const std::string& account);
  /// Takes a number, instead of `burnt` if there is one, and sends the recipe under it.
  recipe_transmitter::Receipt number_and_send(const recipe_transmitter::Recipe& recipe,
                                              const Submission* burnt, const Credentials& who);
  /// A recipe with its number, which may leave; without one there was none to be had, or it must
  /// wait.
  struct Numbered {
    std::optional<Submission> submission;
    SendingHold::Passage passage;
  };
  Numbered take_number(const recipe_transmitter::Recipe& recipe, const Submission* burnt);
  /// What has a number since a request that did not leave.
  recipe_transmitter::Receipt send_prepared(Submission submission,
                                            const recipe_transmitter::Recipe& recipe,
                                            const Credentials& who);
  /// Its number is not taken, or not used, as long as those of others get no answer.
  recipe_transmitter::Receipt held(const SendingHold::Standing& standing, bool may_be_there);
  /// The service answered a recipe that was sent; or has one, though its answer got lost.
  void sending_answered(const SendingHold::Passage& passage);
  void found_there(const Submission& submission);
  void sending_unanswered(const Submission& submission, const SendingHold::Passage& passage,
                          const Attempt& sent);
  /// A lot for the recipe's numbers; `who` sends it. For a substitute's of the holder's the
  /// holder's own access asks, as it would for the holder's next recipe: what is given is theirs,
  /// and signs nothing.
  recipe_transmitter::Receipt request_lot(const recipe_transmitter::Recipe& recipe,
                                          const Credentials& who);
  recipe_transmitter::Receipt request_lot_of(const LotOwner& owner, const std::string& region,
                                             const Credentials& who);
  void tell_of_lots(const recipe_transmitter::Recipe& recipe, const LotOwner& owner, int access,
                    const recipe_transmitter::Receipt& receipt);
  /// The holder's lots have no number for a substitute's recipe, and the holder's access cannot ask
  /// for more: told to the substitute and to the holder, who alone can put it right.
  recipe_transmitter::Receipt waits_for_holder(const recipe_transmitter::Recipe& recipe,
                                               const LotOwner& owner, const Credentials& holders,
                                               const std::string& problem);
  /// It has its number since the setting was another; none has left under it.
  bool is_of_other_lots(const Submission& prepared, const recipe_transmitter::Recipe& recipe);
  /// Of a substitute's recipe that is refused, the number's doctor is the matter, not who may
  /// annul.
  static void explain_number_of_other_doctor(std::vector<recipe_transmitter::Reason>& reasons);
  std::string about_to_send(Submission& submission, const recipe_transmitter::Recipe& recipe,
                            const Credentials& who);
  recipe_transmitter::Receipt send(Submission submission, const recipe_transmitter::Recipe& recipe,
                                   const Credentials& who, const SendingHold::Passage& passage);
  /// Finds out what became of a request without an answer. Settles what the service knows; gives
  /// nothing when it does not know the number. What seems another recipe is not adopted: a person
  /// is asked, and nothing is sent. `recipe` stands in for what is not on record of it.
  std::optional<recipe_transmitter::Receipt> ask_after(
      const Submission& submission, const Credentials& who,
      const recipe_transmitter::Recipe* recipe = nullptr);
  /// Of the recipe that the service shows under a number: `anothers` as far as one can see,
  /// `surely_anothers` when its lines or its patient are other ones.
  enum class Whose { ours, anothers, surely_anothers, not_known_yet };
  Whose whose_is(const visualizza_prescritto::View& seen, const Submission& submission,
                 const Nre& number, const Credentials& who);
  /// By the lists of used numbers alone, of one whose patient a code names. Throws what `list`
  /// does, and the refusal of one that could have told.
  Whose listed_as(const Submission& submission, const Nre& number, const Credentials& who) const;
  /// What the lists show that the service gives, and how it refused the last of the others.
  struct Used {
    std::vector<sistema_ts::UsedNre> numbers;
    std::exception_ptr refusal;
  };
  Used used(const std::vector<interroga_nre::Query>& queries, const Credentials& who) const;
  /// Nothing, and why, where the service refuses this list. Throws where it does not answer.
  std::optional<std::vector<sistema_ts::UsedNre>> list(const interroga_nre::Query& query,
                                                       const Credentials& who,
                                                       std::exception_ptr& refusal) const;
  /// What tells the recipe from another's.
  static void know_by(Submission& submission, const recipe_transmitter::Recipe& recipe);
  /// A person is asked whether the recipe under `number` is this one, which it surely is not if
  /// `anothers`.
  void ask_a_person(Submission submission, const Nre& number, bool anothers);
  /// What a person said of the recipe under the candidate's number. Throws
  /// Error{"recipe-is-another"}.
  recipe_transmitter::Receipt decide_candidate(Submission submission, const Credentials& who,
                                               bool there);
  /// What a person said of one whose number nobody knows.
  recipe_transmitter::Receipt decide_unnumbered(const Submission& submission, bool there);
  /// What the service shows of the candidate; nothing when it does not answer. Throws
  /// Error{"recipe-not-there"}.
  std::optional<visualizza_prescritto::View> look_at_candidate(const Submission& submission,
                                                               const Credentials& who);
  /// The service does not know the number: whether it is too early to send under another.
  std::optional<recipe_transmitter::Receipt> too_early(const Submission& submission) const;
  /// An uncertain receipt says which number nobody knows about.
  recipe_transmitter::Receipt numbered(const std::string& recipe_id,
                                       recipe_transmitter::Receipt receipt);
  /// Whether this host's file follows another database, or none. Not so of a host that joins others
  /// which live.
  bool is_stranger(const LedgerFiles::Standing& standing, bool file_covers);
  /// Numbers of before are not used any more, and what has one may have left.
  void after_restore(RestoreLog::Cause cause = RestoreLog::Cause::copy);
  /// A recipe of before a restore may have been sent since the copy: looks for it at the service.
  /// Its receipt when it is there, or when that cannot be found out; nothing when it may be sent.
  std::optional<recipe_transmitter::Receipt> sent_since_copy(
      const recipe_transmitter::Recipe& recipe, const Submission* before, const Credentials& who,
      const RestoreLog::Since& since);
  /// Whether a recipe is wished back that may have left all the same: one of before a copy, or one
  /// on record, whenever it was written.
  bool is_wished_back(const recipe_transmitter::Recipe& recipe, const Submission* before,
                      const RestoreLog::Since& since);
  /// Somebody wishes one back that may have left since a copy: noted, where that is so.
  bool wish_back(const std::string& recipe_id, const Submission* before,
                 const std::string& account);
  /// The service does not have one that is wished back: it is done with, and nothing is sent.
  recipe_transmitter::Receipt taken_back(const recipe_transmitter::Recipe& recipe,
                                         const Submission* before);
  struct Candidate {
    Nre nre;
    visualizza_prescritto::View view;
  };
  /// Recipes at the service, of no other on record, that are this one; and one that may be this one
  /// or another patient's.
  struct Candidates {
    std::vector<Candidate> same;
    Candidate unclear;
    /// Why one of the lists was not given: the recipe may stand there.
    std::exception_ptr refusal;
  };
  /// Its number was refused as used, and whose it is the service does not list yet.
  recipe_transmitter::Receipt listed_later(Submission submission,
                                           const recipe_transmitter::Receipt& refusal);
  Candidates candidates(const recipe_transmitter::Recipe& recipe, const Credentials& who);
  /// Of one that may be there, as `asked` says: nothing where a person has said that it is not.
  std::optional<recipe_transmitter::Receipt> perhaps_there(const recipe_transmitter::Recipe& recipe,
                                                           const Submission* before,
                                                           recipe_transmitter::Receipt asked);
  /// What stands under the refused number of a recipe. Throws what `view` and `used` do.
  Whose whose_is_refused(const visualizza_prescritto::View& seen, const Submission& submission,
                         const recipe_transmitter::Recipe& recipe, const Credentials& who) const;
  std::optional<recipe_transmitter::Receipt> adopt(const recipe_transmitter::Recipe& recipe,
                                                   const Submission* before,
                                                   const Candidate& found);
  /// Makes `found` the submission's. Nothing when it came to be another recipe's.
  std::optional<recipe_transmitter::Receipt> take_over(Submission submission, bool is_on_record,
                                                       const Candidate& found);
  /// One that may be at the service under a number that nobody knows: it has none of ours.
  Submission unnumbered(const recipe_transmitter::Recipe& recipe) const;
  /// A number of it was refused, or nobody can be asked: what a person may do meanwhile.
  recipe_transmitter::Receipt decidable(recipe_transmitter::Receipt receipt) const;
  bool said_under_no_number(const std::string& recipe_id);
  /// The reasons of a refusal speak of the number, or use a code that nobody knows.
  bool may_be_of_number(const std::vector<recipe_transmitter::Reason>& reasons) const;
  /// What stands under the number is no recipe of ours: its lot is not used any more, and this
  /// recipe is looked for under others, as one that an unknown copy of this practice has sent.
  recipe_transmitter::Receipt number_of_another(const recipe_transmitter::Recipe& recipe,
                                                Submission submission, const Credentials& who);
  void forget_number(Submission& submission);
  recipe_transmitter::Receipt never_sent(const Submission& it);
  /// The number is not to be had, which says nothing of the recipe; or, with a code that nobody
  /// knows, only the service's view of the number tells.
  recipe_transmitter::Receipt number_refused(const recipe_transmitter::Recipe& recipe,
                                             Submission submission, const Credentials& who,
                                             recipe_transmitter::Receipt refusal);
  sistema_ts::ClockStanding clock_standing(const RestoreLog::Since& since) const;
  /// A clock that is behind what was sent, or apart from the database's, may date recipes wrongly:
  /// nothing is sent until it is right.
  std::optional<recipe_transmitter::Receipt> clock_wrong(const RestoreLog::Since& since) const;
  recipe_transmitter::Receipt ask_of_candidate(const Submission& submission);
  recipe_transmitter::Receipt cancel(Submission submission, const Credentials& who);
  recipe_transmitter::Receipt settle(Submission submission, SubmissionState state,
                                     recipe_transmitter::Receipt receipt);
  void burn(pqxx::transaction_base& tx, const Submission& submission);
  /// Puts the service's reasons into words, and counts those for which there are none.
  void explain(std::vector<recipe_transmitter::Reason>& reasons);
  /// `who`: what the request goes with; a problem that was noted of it is over when it is answered.
  Attempt attempt(const std::string& account, const Credentials& who, Operation operation,
                  const std::function<recipe_transmitter::Receipt()>& request);
  /// Asks after one burnt number; false when the service does not answer.
  bool watch_one(const NreLedger::Watched& number, Watched& sum);
  void tell_annulled(Watched& sum, int64_t tell_every_ms);

  std::optional<recipe_transmitter::Receipt> lacking(const Credentials& who) const;
  /// Whether a problem with the account's access is noted that these credentials know nothing of.
  bool is_troubled(const std::string& account);
  /// Empty: there is none any more.
  void note_problem(const std::string& account, const Credentials& who, const std::string& problem);
  bool under_way_elsewhere(const Submission& submission) const;
  recipe_transmitter::Receipt stored(const Submission& submission) const;
  recipe_transmitter::Receipt busy(const std::string& recipe_id);
  std::optional<Submission> find(const std::string& recipe_id);
  void keep(Submission& submission, SubmissionState state);
  /// Writes by `write`, with the count of it, that a request leaves for which no number is taken.
  /// Throws Error{"ledger-restored"} when the count is behind what the file says.
  void leave(const std::function<void(pqxx::transaction_base&)>& write);
  Submission stamped(Submission submission) const;
  std::string now() const { return time_.now().iso(); }

  postgres::Pool& pool_;
  CredentialStore& credentials_;
  const SistemaTsClient& client_;
  ServiceHealth& health_;
  Time time_;
  Json json_;
  Limits limits_;
  SubstituteNumbers numbers_;
  std::string practice_;
  std::string sender_;  ///< this running channel
  postgres::LedgerShadow& shadow_;
  postgres::LiveHosts& hosts_;
  LedgerFiles files_;
  UnknownCodes& unknown_;
  RestoreLog restores_;
  NreLedger ledger_;
  SubmissionStore submissions_;
  SaidAbsent said_absent_;
  WishedBack wished_back_;
  SendingCount sendings_;
  SendingHold hold_;
  RefusedLots refused_lots_;
  LotRefusals lot_refusals_;
  std::atomic<bool> hold_noted_ = false;  ///< by this host
  Advice advice_;
  std::atomic<int64_t> annulled_told_ms_ = 0;  ///< when; 0: not since the start
  std::mutex troubled_mutex_;
  std::set<std::string> troubled_;  ///< accounts whose access this channel found refused last
  std::mutex turns_mutex_;
  std::map<std::string, std::weak_ptr<std::mutex>> turns_;
};

}  // namespace curante::sac
