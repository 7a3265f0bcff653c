// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "formulary.hpp"
#include "pack_notes.hpp"

namespace curante::formulary {

/// What a note says, for a time.
struct DatedNote {
  std::string code;
  std::string condition;  ///< in our words
  std::string source;     ///< the act or list it rests on
  std::string link;       ///< to the official text; empty: none known
  Validity validity;
};

/// A table with notes, and where it was read: the file's name stands in what is said of its errors.
struct NoteFile {
  std::string_view content;
  std::string name;
};

/// The AIFA notes, each for as long as it holds, and the drugs each of them is about.
class NoteTable {
 public:
  NoteTable() = default;

  /// `notes`: code, condition, from, to, source, link. `drugs`: note, beginning of an ATC, from,
  /// to, source. Days as 2025-08-06, empty where open. Throws Error{"import-malformed"} naming file
  /// and line: a code that is none, no condition or source, a day that is none or before its
  /// beginning, a note that says two things on one day, a link that is not https, a drug of a note
  /// that is not there.
  NoteTable(const NoteFile& notes, const NoteFile& drugs);

  /// The published list: it says which notes there are and names their substances, not the
  /// condition, and of no day. Notes that `ours` knows keep its condition, its drugs and its days,
  /// so that one which ended stays ended; of the others it is said that the condition must be read
  /// elsewhere, and packs are recognised by their substance's name.
  static NoteTable published(const NoteFile& list, const NoteTable& ours);

  const std::vector<DatedNote>& notes() const { return notes_; }
  std::set<std::string> codes() const;

  /// The notes that a pack with this ATC and substance falls under, in order.
  std::vector<PackNote> notes_for(const std::string& atc, const std::string& substance) const;

 private:
  struct Link {
    PackNote note;
    std::string atc;        ///< beginning of the pack's ATC, or
    std::string substance;  ///< search_text() of its whole substance
  };

  std::vector<DatedNote> notes_;
  std::vector<Link> links_;
};

}  // namespace curante::formulary
