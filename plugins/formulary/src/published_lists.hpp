// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "formulary_tables.hpp"

namespace curante::formulary {

/// AIFA's lists, and the practice's own, as found below a folder.
struct PublishedLists {
  FormularyTables tables;
  bool has_transparency = false;  ///< AIFA's transparency list was there
  bool has_complete = false;      ///< a list of all packs was there
  bool has_groups = false;  ///< the group list was there; else descriptions are made up from packs
  bool has_notes =
      false;            ///< some list of notes was there; else `tables.notes` are the built-in ones
  std::string content;  ///< of all files, to tell one edition from another
};

/// Reads farmaci-aifa/lista_trasparenza_*.csv and prontuario/confezioni*.csv (of each the newest by
/// name; one of them must be there, of both together merged() says what counts),
/// farmaci-aifa/gruppi_equivalenza.csv and note-aifa/note.csv; and, in place of the `built_in`
/// notes, note-aifa/condizioni.csv with note-aifa/farmaci.csv, in the columns of NoteTable. Throws
/// Error{"import-nothing"}, {"import-unreadable"}, {"import-malformed"} naming file and line.
PublishedLists read_published_lists(const std::filesystem::path& directory,
                                    const NoteTable& built_in);

/// One transparency list. Every pack of it is of class A.
std::vector<Drug> read_transparency_list(std::string_view content, const std::string& file,
                                         std::map<std::string, std::string>& groups);

}  // namespace curante::formulary
