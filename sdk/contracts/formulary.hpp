// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/contract.hpp"
#include "rules/aic.hpp"

/// Drug packs that can be prescribed.
namespace curante::formulary {

enum class DrugClass { A, C, H };
CURANTE_DESCRIBE_ENUM(DrugClass, A, C, H);

struct AifaNote {
  std::string code;       ///< "13"
  std::string condition;  ///< when the SSN pays, in our words
  std::string source = {};  ///< the act or list it rests on; empty: not said
  std::string link = {};    ///< to the official text, https; empty: none known
};
CURANTE_DESCRIBE(AifaNote, code, condition, source, link);

struct Drug {
  Aic aic;
  std::string name;              ///< "CARDIOASPIRIN"
  std::string pack;              ///< "100 mg compresse gastroresistenti, 30 compresse"
  std::string active_substance;
  std::string strength;          ///< "100 mg"
  std::string form;              ///< "compresse gastroresistenti"
  int32_t units = 0;             ///< doses in the pack, 0 if not countable
  std::string atc;
  std::string group_code;        ///< equivalence group, "G3B"; empty if in none
  std::string group_text;        ///< its description, as a recipe by active substance prints it
  DrugClass drug_class = DrugClass::A;
  std::vector<AifaNote> notes;   ///< notes under which the SSN pays; empty: no condition
  Money price;                   ///< to the public; 0 if not known
  Money reference_price;         ///< what the SSN refunds; 0 if not in the transparency list
  std::string company;
};
CURANTE_DESCRIBE(Drug, aic, name, pack, active_substance, strength, form, units, atc, group_code,
                 group_text, drug_class, notes, price, reference_price, company);

struct DrugList {
  std::vector<Drug> drugs;
  bool more = false;
};
CURANTE_DESCRIBE(DrugList, drugs, more);

/// Type-ahead by name, active substance, AIC or ATC; accents and case do not matter.
struct Search {
  using Reply = DrugList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  std::string text;
  int32_t limit = 20;
};
CURANTE_DESCRIBE(Search, text, limit);

/// Throws "drug-unknown".
struct GetDrug {
  using Reply = Drug;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  Aic aic;
};
CURANTE_DESCRIBE(GetDrug, aic);

/// The packs of an equivalence group, cheapest first.
struct GroupMembers {
  using Reply = DrugList;
  static constexpr bool is_public = true;
  static constexpr bool idempotent = true;
  std::string group_code;
};
CURANTE_DESCRIBE(GroupMembers, group_code);

struct ImportReport {
  int64_t drugs = 0;
  int64_t groups = 0;
  int64_t notes = 0;
};
CURANTE_DESCRIBE(ImportReport, drugs, groups, notes);

/// Replaces the formulary from the lists in `directory` (on the host), in one transaction:
/// farmaci-aifa/lista_trasparenza_*.csv, farmaci-aifa/gruppi_equivalenza.csv, note-aifa/note.csv,
/// in place of the built-in notes note-aifa/condizioni.csv with note-aifa/farmaci.csv, and
/// prontuario/confezioni*.csv: packs of every class, in the columns of the room's data/packs.csv.
/// Of both lists of packs, by AIC, the complete one says what a pack is and its class, the
/// transparency list its group and prices. Without a complete one, packs in no equivalence group
/// stay: the transparency list cannot know them.
/// Throws "import-malformed" naming file and line, "import-unreadable", "import-nothing" (neither
/// list of packs below `directory`) or "import-incomplete" (a list that was imported before is
/// missing, and what it alone knew would be lost); nothing is changed then.
struct ImportLists {
  using Reply = ImportReport;
  static constexpr bool is_public = true;
  static constexpr std::string_view permission = "reference.import";
  std::string directory;
};
CURANTE_DESCRIBE(ImportLists, directory);
CURANTE_PERSONAL(ImportLists, directory);

struct Contract {
  static constexpr std::string_view id = "formulary/1";
  using Calls = curante::Calls<Search, GetDrug, GroupMembers, ImportLists>;
};

}  // namespace curante::formulary
