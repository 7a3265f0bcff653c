// SPDX-License-Identifier: Apache-2.0
// Transmitter: recipes of which the service does not tell whether it has them, and how long they
// wait.
#include <fmt/format.h>

#include <cctype>
#include <iterator>

#include "services.hpp"
#include "told.hpp"
#include "transmitter_turn.hpp"

namespace curante::sac {

using recipe_transmitter::Outcome;
using recipe_transmitter::Receipt;

namespace {

/// In units of Limits::resend_wait_ms, by how many numbers are burnt. The first is replaced at
/// once: the patient waits for it.
constexpr int64_t waits[] = {0, 1, 5, 15, 60};

/// Whether it is the service that spoke: its codes are numbers, ours are words.
bool said_by_service(const Receipt& receipt) {
  return !receipt.reasons.empty() && !receipt.reasons[0].code.empty() &&
         std::isdigit(static_cast<unsigned char>(receipt.reasons[0].code[0])) != 0;
}

}  // namespace

std::optional<Receipt> Transmitter::too_early(const Submission& it) const {
  if (it.burns >= static_cast<int>(std::size(waits))) {
    return told(
        Outcome::uncertain, std::string(recipe_transmitter::person_may_decide),
        fmt::format("inviata {} volte senza risposta, e il SAC non la conosce", it.burns + 1),
        "cercarla nel sito Sistema TS, poi scegliere «C'è al SAC» o «Non c'è»");
  }
  const int64_t wait = waits[it.burns] * limits_.resend_wait_ms;
  const int64_t age = time_.now().ms - it.changed_at.ms;
  if (age < 0 || age >= wait) return std::nullopt;
  return told(Outcome::uncertain, "resend-later", "il SAC non conosce ancora questa ricetta",
              "se nel frattempo non arriva parte da sola con un numero nuovo");
}

Receipt Transmitter::decide(const std::string& recipe_id, const std::string& account, bool there) {
  const Turn turn(*this, recipe_id);
  auto it = find(recipe_id);
  if (!it || it->account != account || it->state != SubmissionState::sending || awaits_look(*it) ||
      has_refused_number(*it) || under_way_elsewhere(*it)) {
    throw Error("recipe-not-undecided", "questa ricetta non attende una decisione",
                "ricaricare la pagina: nel frattempo può essere stata verificata");
  }
  const Credentials who = credentials_.load(account);
  bool denied = false;
  if (!lacking(who)) {
    const auto found = ask_after(*it, who);
    if (found && found->outcome != Outcome::uncertain &&
        found->outcome != Outcome::needs_credentials) {
      return *found;
    }
    denied = !found || said_by_service(*found);
  }
  if (!there) {
    it->absent = true;
    it->changed_at = Instant{0};  // no request of it is under way
    pool_.write([&](pqxx::transaction_base& tx) { submissions_.update(tx, *it); });
    return bare(Outcome::unreachable);
  }
  if (denied) {
    throw Error("recipe-not-there",
                "il SAC risponde di non avere la ricetta " + it->nre.value() + " di questo medico",
                "controllare il numero nel sito Sistema TS; se non c'è scegliere «Non c'è»");
  }
  return settle(std::move(*it), SubmissionState::accepted, bare(Outcome::accepted));
}

sistema_ts::Decision AccessService::on(const CallContext& context,
                                       const sistema_ts::DecideRecipe& call) {
  using sistema_ts::Decided;
  const Receipt receipt = transmitter_->decide(call.recipe.value(), context.user(), call.there);
  if (receipt.outcome == Outcome::unreachable) return {Decided::to_send};
  return {receipt.outcome == Outcome::withdrawn ? Decided::annulled : Decided::there};
}

}  // namespace curante::sac
