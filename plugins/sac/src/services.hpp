// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "access_check.hpp"
#include "accounts.hpp"
#include "clock.hpp"
#include "curante/context.hpp"
#include "password_age.hpp"
#include "substitution_desk.hpp"
#include "told.hpp"
#include "transmitter.hpp"
#include "white/white_transmitter.hpp"

namespace curante::sac {

/// recipe-transmitter/1 in front of the Transmitter. The transmitter comes to be at start.
class TransmitterService {
 public:
  void open(Transmitter& transmitter, ServiceHealth& health) {
    transmitter_ = &transmitter;
    health_ = &health;
  }
  /// Without it, white recipes are refused with the advice to print them.
  void open_white(white::WhiteTransmitter& white) { white_ = &white; }
  recipe_transmitter::Receipt on(const CallContext&, const recipe_transmitter::Submit& call) {
    if (call.recipe.kind != recipe_transmitter::RecipeKind::white) {
      return transmitter_->submit(call.recipe);
    }
    return white_ != nullptr ? white_->submit(call.recipe) : no_white_service();
  }
  recipe_transmitter::Receipt on(const CallContext&, const recipe_transmitter::Withdraw& call) {
    const std::string recipe = call.recipe.value(), account = call.account.value();
    return is_white(recipe) ? white_->withdraw(recipe, account)
                            : transmitter_->withdraw(recipe, account);
  }
  recipe_transmitter::Receipt on(const CallContext&, const recipe_transmitter::Status& call) {
    const std::string recipe = call.recipe.value();
    return is_white(recipe) ? white_->status(recipe) : transmitter_->status(recipe);
  }
  recipe_transmitter::DispensingView on(const CallContext&,
                                        const recipe_transmitter::Dispensing& call) {
    const std::string recipe = call.recipe.value(), account = call.account.value();
    return is_white(recipe) ? white_->dispensing(recipe, account)
                            : transmitter_->dispensing(recipe, account);
  }
  recipe_transmitter::ServiceHealth on(const CallContext&, const recipe_transmitter::Health&) {
    auto health = health_->now();
    health.takes_white = white_ != nullptr;
    return health;
  }
  recipe_transmitter::Restoration on(const CallContext&, const recipe_transmitter::LastRestored&) {
    return {transmitter_->restored()};
  }

 private:
  bool is_white(const std::string& recipe) const {
    return white_ != nullptr && white_->knows(recipe);
  }
  static recipe_transmitter::Receipt no_white_service() {
    return told(recipe_transmitter::Outcome::refused, "white-not-served",
                "la ricetta bianca elettronica non è attiva in questa installazione",
                "stamparla su carta, o indicare l'indirizzo del servizio (white_endpoint)");
  }

  Transmitter* transmitter_ = nullptr;
  white::WhiteTransmitter* white_ = nullptr;
  ServiceHealth* health_ = nullptr;
};

/// sistema-ts/1: a doctor's own access. Secrets go in and never come out.
class AccessService {
 public:
  using DoctorOf = std::function<accounts::Doctor(const CallContext&)>;
  using Changed = std::function<void(const CallContext&)>;

  AccessService(DoctorOf doctor_of, Changed changed)
      : doctor_of_(std::move(doctor_of)), changed_(std::move(changed)) {}
  void open(CredentialStore& store, const SistemaTsClient& client, Transmitter& transmitter,
            SubstitutionDesk& desk, Transmitter::Time time, PasswordAge age = PasswordAge()) {
    store_ = &store;
    client_ = &client;
    transmitter_ = &transmitter;
    desk_ = &desk;
    time_ = std::move(time);
    age_ = age;
  }

  sistema_ts::Access on(const CallContext& context, const sistema_ts::GetAccess&);
  sistema_ts::Access on(const CallContext& context, const sistema_ts::SaveCredentials& call);
  sistema_ts::Access on(const CallContext& context, const sistema_ts::RequestToken&);
  sistema_ts::Access on(const CallContext& context, const sistema_ts::SaveToken& call);
  sistema_ts::UsedNreList on(const CallContext& context, const sistema_ts::ListUsedNre& call);
  sistema_ts::Verification on(const CallContext& context, const sistema_ts::Verify&);
  sistema_ts::Substitution on(const CallContext& context, const sistema_ts::Declare& call);
  sistema_ts::SubstitutionList on(const CallContext& context, const sistema_ts::ListDeclarations&);
  sistema_ts::Substitution on(const CallContext& context,
                              const sistema_ts::SettleDeclaration& call);

  sistema_ts::Access on(const CallContext& context,
                        const sistema_ts::AcknowledgeLateArrival& call);
  sistema_ts::ClockStanding on(const CallContext& context, const sistema_ts::GetClock&);
  sistema_ts::ClockStanding on(const CallContext& context,
                               const sistema_ts::DeclareClockRight& call);
  sistema_ts::SubstitutionList on(const CallContext& context,
                                  const sistema_ts::DiscardDeclaration& call);
  sistema_ts::CopySuspicion on(const CallContext& context, const sistema_ts::GetCopySuspicion&);
  sistema_ts::CopySuspicion on(const CallContext& context,
                               const sistema_ts::SettleCopySuspicion& call);

  void open_white(white::WhiteTransmitter& white) { white_ = &white; }
  sistema_ts::UndecidedWhiteList on(const CallContext& context,
                                    const sistema_ts::ListUndecidedWhite&);
  sistema_ts::UndecidedWhiteList on(const CallContext& context,
                                    const sistema_ts::DecideWhite& call);
  sistema_ts::Decision on(const CallContext& context, const sistema_ts::DecideRecipe& call);

 private:
  sistema_ts::Access describe(const CallContext& context, const Credentials& credentials);
  std::string problem_of(const CallContext& context, const Credentials& credentials);
  /// Of the first late arrival that was not acknowledged; empty: there is none.
  std::string late_problem(const CallContext& context);
  std::string warning_of(const Credentials& credentials) const;
  Credentials complete(const CallContext& context) const;
  /// Complete, with a second factor that still holds and a certificate to encrypt with.
  Credentials ready(const CallContext& context) const;
  Date today() const;
  /// Notes what the service said; false when the access was changed since it was `asked` after.
  bool keep_verdict(const CallContext& context, const Credentials& asked,
                    const AccessCheck::Finding& found);
  sistema_ts::Access keep_token(const CallContext& context, Credentials credentials,
                                const std::string& token);

  DoctorOf doctor_of_;
  Changed changed_;
  CredentialStore* store_ = nullptr;
  const SistemaTsClient* client_ = nullptr;
  Transmitter* transmitter_ = nullptr;
  SubstitutionDesk* desk_ = nullptr;
  white::WhiteTransmitter* white_ = nullptr;
  Transmitter::Time time_;
  PasswordAge age_;
};

}  // namespace curante::sac
