// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "recipe_transmitter.hpp"

/// A channel that tells the ministry (DPCM 26 March 2008) of recipes printed on the red pad: files of
/// many recipes, each file with a protocol number, its state and the outcome of each recipe in it.
/// The channel keeps nothing of them; who sends knows what was sent.
namespace curante::red_recipe_channel {

/// A recipe that was printed, or (`cancelled_in` not empty) that is to be cancelled.
struct Entry {
  std::string code;          ///< of the form, 15 characters
  std::string cancelled_in;  ///< protocol of the file that brought it; then `recipe` is not read
  recipe_transmitter::Recipe recipe;
};
CURANTE_DESCRIBE(Entry, code, cancelled_in, recipe);
CURANTE_PERSONAL(Entry, code);

/// `accepted`: the file has a protocol; what it holds is looked at later. `refused`: the file was
/// looked at and turned away, nothing of it was kept. `unreachable`: nothing was taken.
/// `uncertain`: it may have been taken. `needs_credentials`: the doctor must act; nothing was sent.
enum class Outcome { accepted, refused, unreachable, uncertain, needs_credentials };
CURANTE_DESCRIBE_ENUM(Outcome, accepted, refused, unreachable, uncertain, needs_credentials);

struct Receipt {
  Outcome outcome = Outcome::unreachable;
  std::string protocol;
  std::string received_at;  ///< the service's own time
  std::string code;         ///< as the service wrote it; "000" is an acceptance
  std::string text;         ///< as the service wrote it, or why nothing was sent, in Italian
};
CURANTE_DESCRIBE(Receipt, outcome, protocol, received_at, code, text);
CURANTE_PERSONAL(Receipt, text);

/// Sends one file, once: whoever asks again after `uncertain` looks for it first (`Statuses`).
/// Throws "red-batch-invalid".
struct Upload {
  using Reply = Receipt;
  Id account;             ///< whose credentials send it
  std::string file_name;  ///< without ending; letters, digits, "_" and "-"
  std::vector<Entry> entries;
};
CURANTE_DESCRIBE(Upload, account, file_name, entries);

/// What has become of a file. `unknown`: a text that says none of the others.
enum class FileState { unknown, waiting, clean, warnings, errors, discarded };
CURANTE_DESCRIBE_ENUM(FileState, unknown, waiting, clean, warnings, errors, discarded);

struct FileStatus {
  std::string protocol;
  std::string sent_at;
  FileState state = FileState::unknown;
  std::string text;  ///< as the service wrote it
};
CURANTE_DESCRIBE(FileStatus, protocol, sent_at, state, text);

struct FileStatusList {
  std::vector<FileStatus> files;
};
CURANTE_DESCRIBE(FileStatusList, files);

/// The files of an account: that of a protocol, else those of a span of days. Throws
/// "credentials-missing", "sanitel-expired", "service-unreachable", "service-unauthorised",
/// "service-uncertain".
struct Statuses {
  using Reply = FileStatusList;
  static constexpr bool idempotent = true;
  Id account;
  std::string protocol;
  std::optional<Date> from, to;
};
CURANTE_DESCRIBE(Statuses, account, protocol, from, to);

struct Remark {
  std::string code;
  std::string text;
};
CURANTE_DESCRIBE(Remark, code, text);
CURANTE_PERSONAL(Remark, text);

struct RecipeOutcome {
  std::string code;         ///< of the form
  std::string protocol;
  std::string received_at;
  std::vector<Remark> remarks;  ///< errors and warnings; empty: none
};
CURANTE_DESCRIBE(RecipeOutcome, code, protocol, received_at, remarks);
CURANTE_PERSONAL(RecipeOutcome, code);

struct RecipeOutcomeList {
  std::vector<RecipeOutcome> recipes;
};
CURANTE_DESCRIBE(RecipeOutcomeList, recipes);

/// What was found in the recipes of a file, or of a span of days. Throws what `Statuses` throws.
struct Outcomes {
  using Reply = RecipeOutcomeList;
  static constexpr bool idempotent = true;
  Id account;
  std::string protocol;
  std::optional<Date> from, to;
};
CURANTE_DESCRIBE(Outcomes, account, protocol, from, to);

struct Contract {
  static constexpr std::string_view id = "red-recipe-channel/1";
  using Calls = curante::Calls<Upload, Statuses, Outcomes>;
};

}  // namespace curante::red_recipe_channel
