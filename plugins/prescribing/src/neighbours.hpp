// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "accounts.hpp"
#include "audit.hpp"
#include "chart.hpp"
#include "clock.hpp"
#include "curante/context.hpp"
#include "documents.hpp"
#include "formulary.hpp"
#include "messages.hpp"
#include "prescribing.hpp"
#include "red_recipes.hpp"
#include "sistema_ts.hpp"
#include "terminology.hpp"

namespace curante::prescribing {

/// What this room asks of others, as functions, so that its parts can be tested without a host.
/// All are called from any thread and may throw Error.
struct Neighbours {
  using Context = const CallContext&;

  std::function<clock::Reading(Context)> now;
  /// How the clock stands to what was sent last; nothing where nobody can tell.
  std::function<std::optional<sistema_ts::ClockStanding>(Context)> clock_standing;
  std::function<chart::ChartView(Context, const Id& patient)> chart;
  std::function<formulary::Drug(Context, const Aic&)> drug;
  std::function<terminology::OutpatientService(Context, const terminology::GetService&)> service;
  /// A diagnosis of the installed table; throws Error{"code-unknown"} for one that it does not have.
  std::function<terminology::Concept(Context, const terminology::Lookup&)> diagnosis =
      [](Context, const terminology::Lookup&) { return terminology::Concept(); };
  std::function<accounts::Doctor(Context, const Id& account)> doctor;
  std::function<recipe_transmitter::Receipt(Context, const recipe_transmitter::Submit&)> submit;
  std::function<recipe_transmitter::Receipt(Context, const recipe_transmitter::Withdraw&)> withdraw;
  std::function<recipe_transmitter::Receipt(Context, const recipe_transmitter::Status&)> status;
  std::function<recipe_transmitter::DispensingView(Context, const recipe_transmitter::Dispensing&)>
      dispensing;
  std::function<recipe_transmitter::Restoration(Context)> last_restored;
  std::function<recipe_transmitter::Restoration(Context)> red_restored;  ///< found by red pads
  /// Whether white recipes can leave electronically here at all.
  std::function<bool(Context)> takes_white = [](Context) { return true; };
  std::function<documents::DocumentInfo(Context, const documents::MakePromemoria&)> promemoria;
  std::function<documents::DocumentInfo(Context, const documents::MakeWhite&)> white_paper;
  std::function<red_recipes::Form(Context, const red_recipes::Print&)> print_red;
  std::function<red_recipes::Form(Context, const red_recipes::GetForm&)> red_form;
  std::function<red_recipes::Form(Context, const red_recipes::Cancel&)> cancel_red;
  std::function<red_recipes::ChangeList(Context, const red_recipes::ListChanges&)> red_changes;
  std::function<Blob(Context, const documents::Read&)> read_document;
  std::function<Blob(Context, const documents::PrintNumbers&)> print_numbers;
  std::function<messages::ChannelList(Context)> channels;
  std::function<messages::AddressBook(Context, const Id& patient)> addresses;
  std::function<messages::Message(Context, const messages::SendEmail&)> send_email;
  std::function<messages::Message(Context, const messages::SendSms&)> send_sms;
  std::function<messages::MessageList(Context, const messages::GetMessages&)> get_messages;
  std::function<messages::Message(Context, const messages::Cancel&)> cancel_message;
  std::function<void(Context, const audit::Append&)> audit;
  std::function<void(Context, const RecipeChanged&)> tell;
  std::function<void(Context, const PreparedChanged&)> tell_prepared;
  std::function<void(Context, const SignersChanged&)> tell_signers;
};

}  // namespace curante::prescribing
