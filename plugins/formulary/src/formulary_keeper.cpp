// SPDX-License-Identifier: Apache-2.0
#include "formulary_keeper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/enum_to_string.hpp>
#include <unordered_set>

#include "curante/reference/loaded_tables.hpp"
#include "curante/reference/search_text.hpp"
#include "published_lists.hpp"

namespace curante::formulary {
namespace {

using reference::LoadedTables;
using reference::search_text;

constexpr const char* loaded_name = "formulary";
constexpr const char* loaded_notes = "formulary notes";
constexpr const char* loaded_complete = "formulary complete list";

std::string search_key(const Drug& it) {
  return fmt::format(" {} {} {} {} {}", search_text(it.name), search_text(it.active_substance),
                     search_text(it.strength), it.aic.value(), search_text(it.atc));
}

void insert_packs(pqxx::transaction_base& tx, const std::vector<Drug>& drugs,
                  const NoteTable& notes) {
  pqxx::stream_to stream(
      tx, "pack",
      std::vector<std::string>{"aic", "name", "pack", "active_substance", "strength", "form",
                               "units", "atc", "group_code", "drug_class", "price_cents",
                               "reference_price_cents", "company", "note_codes", "name_key",
                               "substance_key", "atc_key", "search_key"});
  // Packs of one substance lie side by side, so that a search reads few pages.
  std::vector<const Drug*> ordered;
  for (const Drug& it : drugs) ordered.push_back(&it);
  std::stable_sort(ordered.begin(), ordered.end(), [](const Drug* a, const Drug* b) {
    return a->active_substance < b->active_substance;
  });
  for (const Drug* drug : ordered) {
    const Drug& it = *drug;
    // Outside class A the SSN does not pay, whatever the condition.
    const auto pack_notes = it.drug_class == DrugClass::A
                                ? notes.notes_for(it.atc, it.active_substance)
                                : std::vector<PackNote>{};
    stream << std::make_tuple(
        it.aic.value(), it.name, it.pack, it.active_substance, it.strength, it.form, it.units,
        it.atc, it.group_code, std::string(boost::describe::enum_to_string(it.drug_class, "")),
        it.price.cents, it.reference_price.cents, it.company, write_pack_notes(pack_notes),
        search_text(it.name), search_text(it.active_substance), search_text(it.atc),
        search_key(it));
  }
  stream.complete();
}

void replace_groups(pqxx::transaction_base& tx, const std::map<std::string, std::string>& groups) {
  tx.exec("delete from equivalence_group");
  pqxx::stream_to stream(tx, "equivalence_group", std::vector<std::string>{"code", "description"});
  for (const auto& [code, text] : groups) stream << std::make_tuple(code, text);
  stream.complete();
}

void replace_notes(pqxx::transaction_base& tx, const NoteTable& notes) {
  tx.exec("delete from aifa_note");
  pqxx::stream_to stream(
      tx, "aifa_note",
      std::vector<std::string>{"code", "condition", "source", "link", "valid_from", "valid_to"});
  for (const DatedNote& it : notes.notes()) {
    const auto& [from, to] = it.validity;
    stream << std::make_tuple(it.code, it.condition, it.source, it.link,
                              from ? from->iso() : "-infinity", to ? to->iso() : "infinity");
  }
  stream.complete();
}

/// Packs that the new list does not know about and that were outside the old one.
void delete_listed_packs(pqxx::transaction_base& tx, const std::vector<Drug>& incoming) {
  tx.exec("delete from pack where group_code <> ''");
  std::unordered_set<std::string> coming;
  for (const Drug& it : incoming) coming.insert(it.aic.value());
  for (const auto& row : tx.exec("select aic from pack")) {
    if (!coming.count(row[0].c_str())) continue;
    tx.exec_params("delete from pack where aic = $1", std::string(row[0].c_str()));
  }
}

/// Notes of the packs that stay: the notes themselves may have changed.
void renew_notes_of_packs(pqxx::transaction_base& tx, const NoteTable& notes) {
  for (const auto& row :
       tx.exec("select aic, atc, active_substance, note_codes from pack where drug_class = 'A'")) {
    const auto codes = write_pack_notes(notes.notes_for(row[1].c_str(), row[2].c_str()));
    if (codes == row[3].c_str()) continue;
    tx.exec_params("update pack set note_codes = $2 where aic = $1", std::string(row[0].c_str()),
                   codes);
  }
}

/// An import takes away only what it replaces: what another list brought before must come again.
void refuse_loss(pqxx::transaction_base& tx, const PublishedLists& lists) {
  const LoadedTables loaded(tx);
  const auto imported = [&](const char* name) { return !loaded.wants_built_in(name, ""); };
  if (!lists.has_complete && imported(loaded_complete)) {
    throw Error("import-incomplete",
                "il prontuario viene da un elenco completo, che ora manca: senza, andrebbero "
                "perduti classe C, classe H e farmaci senza gruppo. Nulla è stato importato",
                "rimettere nella cartella anche prontuario/confezioni*.csv e ripetere");
  }
  const bool no_groups = std::all_of(lists.tables.drugs.begin(), lists.tables.drugs.end(),
                                     [](const Drug& it) { return it.group_code.empty(); });
  if (no_groups && imported(loaded_name) &&
      !tx.exec("select from pack where group_code <> '' limit 1").empty()) {
    throw Error("import-incomplete",
                "l'elenco completo non dice nessun gruppo di equivalenza, e manca la lista di "
                "trasparenza che li diceva. Nulla è stato importato",
                "rimettere nella cartella anche farmaci-aifa/lista_trasparenza_*.csv e ripetere");
  }
}

}  // namespace

void FormularyKeeper::load_built_in() {
  const std::string content = built_in_content(built_in_);
  pool_.write([&](pqxx::transaction_base& tx) {
    const LoadedTables loaded(tx);
    loaded.lock();
    if (!loaded.wants_built_in(loaded_name, content)) {
      follow_built_in_notes(tx);
      return;
    }
    const FormularyTables tables = read_built_in(built_in_);
    replace_groups(tx, tables.groups);
    replace_notes(tx, tables.notes);
    tx.exec("delete from pack");
    insert_packs(tx, tables.drugs, tables.notes);
    loaded.built_in(loaded_name, content, tables.drugs.size());
    loaded.built_in(loaded_notes, built_in_note_content(built_in_), tables.notes.notes().size());
    tx.exec("analyze pack");
  });
}

void FormularyKeeper::follow_built_in_notes(pqxx::transaction_base& tx) const {
  const LoadedTables loaded(tx);
  const std::string content = built_in_note_content(built_in_);
  if (!loaded.wants_built_in(loaded_notes, content)) return;
  const NoteTable notes = built_in_notes(built_in_);
  replace_notes(tx, notes);
  renew_notes_of_packs(tx, notes);
  loaded.built_in(loaded_notes, content, notes.notes().size());
}

ImportReport FormularyKeeper::import(const std::filesystem::path& directory) {
  // Everything is read and judged before the first row is touched.
  const PublishedLists lists = read_published_lists(directory, built_in_notes(built_in_));
  const FormularyTables& tables = lists.tables;
  pool_.write([&](pqxx::transaction_base& tx) {
    const LoadedTables loaded(tx);
    loaded.lock();
    refuse_loss(tx, lists);
    if (lists.has_complete) {
      tx.exec("delete from pack");
    } else {
      delete_listed_packs(tx, tables.drugs);
    }
    replace_groups(tx, tables.groups);
    replace_notes(tx, tables.notes);
    renew_notes_of_packs(tx, tables.notes);
    insert_packs(tx, tables.drugs, tables.notes);
    loaded.imported(loaded_name, lists.content, tables.drugs.size());
    if (lists.has_complete) {
      loaded.imported(loaded_complete, lists.content, tables.drugs.size());
    }
    const size_t notes = tables.notes.notes().size();
    if (lists.has_notes) {
      loaded.imported(loaded_notes, lists.content, notes);
    } else {
      loaded.built_in(loaded_notes, built_in_note_content(built_in_), notes);
    }
    tx.exec("analyze pack");
  });
  return {static_cast<int64_t>(tables.drugs.size()), static_cast<int64_t>(tables.groups.size()),
          static_cast<int64_t>(lists.has_notes ? tables.notes.codes().size() : 0)};
}

}  // namespace curante::formulary
