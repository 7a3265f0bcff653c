// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formulary.hpp"

namespace curante::formulary {

/// The AIFA notes in force and the drugs each of them is about.
class NoteTable {
 public:
  /// Our own: conditions in our words, drugs by ATC. Throws Error{"import-malformed"}.
  static NoteTable built_in(std::string_view notes, std::string_view drugs);

  /// The published list: it says which notes there are and names their substances, not the
  /// condition. Notes that `ours` knows keep its condition and its drugs; of the others it is said
  /// that the condition must be read elsewhere, and packs are recognised by their substance's name.
  static NoteTable published(std::string_view content, const std::string& file,
                             const NoteTable& ours);

  const std::map<std::string, std::string>& conditions() const { return conditions_; }

  /// Codes of the notes that a pack with this ATC and substance falls under, in order.
  std::vector<std::string> codes_for(const std::string& atc, const std::string& substance) const;

 private:
  struct Link {
    std::string note;
    std::string atc;        ///< beginning of the pack's ATC, or
    std::string substance;  ///< search_text() of its whole substance
  };

  std::map<std::string, std::string> conditions_;
  std::vector<Link> links_;
};

}  // namespace curante::formulary
