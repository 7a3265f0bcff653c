// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "block_store.hpp"
#include "file_store.hpp"
#include "form_changes.hpp"
#include "form_list.hpp"
#include "printing.hpp"

namespace curante::red_recipes {

/// red-recipes/1. Safe from any thread. `wake` is called after something was queued.
class RedRecipesService {
 public:
  struct Rules {
    ParityRule parity = ParityRule::manual;
    bool offer_review = true;
  };

  RedRecipesService(const Surroundings& surroundings, postgres::Pool& pool, FileStore& files,
                    RestoreWatch& restores, Rules rules, std::function<void()> wake);

  /// Before anything else, once the database is there.
  void begin(const std::string& practice) { blocks_.keep_to_rule(practice); }

  Printer on(const CallContext& context, const SavePrinter& call);
  Block on(const CallContext& context, const SetBlock& call);
  BlockList on(const CallContext& context, const ListBlocks& call);
  Form on(const CallContext& context, const Print& call);
  Form on(const CallContext& context, const GetForm& call);
  Form on(const CallContext& context, const Reprint& call);
  Form on(const CallContext& context, const Cancel& call);
  Form on(const CallContext& context, const Confirm& call);
  Form on(const CallContext& context, const SendAgain& call);
  Form on(const CallContext& context, const SettleForm& call);
  FormList on(const CallContext& context, const ListForms& call);
  SentFileList on(const CallContext& context, const ListFiles& call);
  SentFileList on(const CallContext& context, const AskNow& call);
  SentFile on(const CallContext& context, const SettleFile& call);
  Blob on(const CallContext& context, const ExportForms& call);
  Review on(const CallContext& context, const NeedsReview& call);
  PrintedForms on(const CallContext& context, const NotePrinted& call);
  ChangeList on(const CallContext& context, const ListChanges& call);
  recipe_transmitter::Restoration on(const CallContext&, const LastRestored&) {
    restores_.look();  // who asks may have heard of it before this room looked
    return {restores_.forms_used()};
  }

 private:
  accounts::Doctor owner(const CallContext& context, const Id& doctor) const;
  /// Throws Error{"block-unusual"}.
  void demand_usual(const CallContext& context, const SetBlock& call,
                    const accounts::Doctor& doctor);
  /// How the code of a pad of this doctor begins that is bought today; empty: not known.
  std::string usual_start(const CallContext& context, const accounts::Doctor& doctor) const;
  Block described(const CallContext& context, const accounts::Doctor& doctor, Block block) const;
  /// Throws Error{"red-form-not-yours"}, Error{"red-form-unknown"}.
  void demand_own(const CallContext& context, const Id& recipe);
  Form told(const CallContext& context, Form form) const;
  void tell(const CallContext& context, const std::vector<Form>& forms) const;
  Date today(const CallContext& context) const { return surroundings_.now(context).today; }

  const Surroundings& surroundings_;
  BlockStore blocks_;
  FormStore forms_;
  FormListing listing_;
  FormChanges changes_;
  Printing printing_;
  FileStore& files_;
  RestoreWatch& restores_;
  Rules rules_;
  std::function<void()> wake_;
};

}  // namespace curante::red_recipes
