// SPDX-License-Identifier: Apache-2.0
#include "drug_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/describe/enum_from_string.hpp>
#include <map>

#include "curante/postgres/prepared.hpp"
#include "curante/reference/type_ahead.hpp"
#include "pack_notes.hpp"

namespace curante::formulary {
namespace {

using reference::TypeAhead;

constexpr int32_t most_results = 100;

constexpr const char* drug_columns =
    "select aic, name, pack, active_substance, strength, form, units, atc, group_code, "
    "coalesce(description, ''), drug_class, price_cents, reference_price_cents, company, "
    "note_codes from pack left join equivalence_group on code = group_code ";

/// 5 mg comes before 10 mg because its text is shorter.
constexpr const char* name_order = "name_key, char_length(strength), strength, units, aic ";

/// $1 the typed text's beginning, $2 limit. An index gives the first names in order: most of the
/// time they fill the list, however large the formulary is.
std::string name_sql() {
  return fmt::format("{} where name_key like $1 order by {} limit $2::int", drug_columns,
                     name_order);
}

/// $1 typed text, $2 its beginning, $3 limit. Who types the whole name of a substance means its
/// packs, and not what holds another one besides, whose name may come first in the alphabet.
std::string substance_sql() {
  return fmt::format(
      "{} where substance_key = $1 order by name_key like $2 desc, {} limit $3::int", drug_columns,
      name_order);
}

/// $1 typed text, $2 its beginning, $3 a word's beginning, $4 limit, $5… words. The substance alone
/// comes first also where more is typed behind its name: "paracetamolo 500".
std::string search_sql(const TypeAhead& typed) {
  const std::string where = typed.brief() ? "(name_key like $2 or substance_key like $2 or "
                                            "atc_key like $2 or aic like $2)"
                                          : typed.condition("search_key", 5);
  return fmt::format(
      "{} where {} order by case when aic = $1 then 0 "
      "when starts_with($1 || ' ', substance_key || ' ') "
      "then case when name_key like $2 then 1 else 2 end "
      "when name_key like $2 then 3 when substance_key like $2 then 4 "
      "when atc_key like $2 or aic like $2 then 5 when search_key like $3 then 6 else 7 end, "
      "{} limit $4::int",
      drug_columns, where, name_order);
}

/// The code under the barcode begins with a letter A that is no part of the AIC.
std::string_view without_barcode_letter(std::string_view typed) {
  const bool code =
      typed.size() == 10 && (typed[0] == 'A' || typed[0] == 'a') &&
      std::all_of(typed.begin() + 1, typed.end(), [](char c) { return c >= '0' && c <= '9'; });
  return code ? typed.substr(1) : typed;
}

/// What the notes say on one day: a few dozen, read once for a whole list.
class NotesOn {
 public:
  explicit NotesOn(Date day) : day_(day) {}
  NotesOn(pqxx::transaction_base& tx, Date day) : day_(day) {
    for (const auto& row : postgres::prepared(tx,
                                              "select code, condition, source, link from aifa_note "
                                              "where $1::date between valid_from and valid_to",
                                              day.iso())) {
      notes_[row[0].c_str()] = {row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].c_str()};
    }
  }
  std::vector<AifaNote> of(const std::string& pack_notes) const {
    std::vector<AifaNote> notes;
    for (const std::string& code : pack_notes_on(pack_notes, day_)) {
      const auto found = notes_.find(code);
      if (found != notes_.end()) notes.push_back(found->second);
    }
    return notes;
  }

 private:
  Date day_;
  std::map<std::string, AifaNote> notes_;
};

constexpr int notes_column = 14;  ///< of drug_columns

Drug drug_of(const pqxx::row& row, const NotesOn& notes) {
  Drug it;
  it.aic = Aic(row[0].c_str());
  it.name = row[1].c_str();
  it.pack = row[2].c_str();
  it.active_substance = row[3].c_str();
  it.strength = row[4].c_str();
  it.form = row[5].c_str();
  it.units = row[6].as<int32_t>();
  it.atc = row[7].c_str();
  it.group_code = row[8].c_str();
  it.group_text = row[9].c_str();
  boost::describe::enum_from_string(row[10].c_str(), it.drug_class);
  it.price.cents = row[11].as<int64_t>();
  it.reference_price.cents = row[12].as<int64_t>();
  it.company = row[13].c_str();
  it.notes = notes.of(row[notes_column].c_str());
  return it;
}

DrugList list_of(pqxx::transaction_base& tx, const pqxx::result& rows, Date today) {
  const NotesOn notes(tx, today);
  DrugList list;
  for (const auto& row : rows) list.drugs.push_back(drug_of(row, notes));
  return list;
}

const std::string by_aic = std::string(drug_columns) + "where aic = $1";

}  // namespace

DrugList DrugSearch::search(const Search& request, Date today) const {
  const TypeAhead typed(without_barcode_letter(request.text));
  if (typed.empty()) return {};
  const int32_t limit = std::clamp(request.limit, 1, most_results);
  const size_t one_more = static_cast<size_t>(limit) + 1;
  std::vector<std::string> parameters{typed.text(), typed.beginning(), typed.word_beginning(),
                                      std::to_string(one_more)};
  if (!typed.brief()) {
    for (std::string& pattern : typed.patterns()) parameters.push_back(std::move(pattern));
  }
  return pool_.read([&](pqxx::transaction_base& tx) {
    auto rows = tx.exec_params(substance_sql(), typed.text(), typed.beginning(), limit + 1);
    if (rows.empty()) rows = tx.exec_params(name_sql(), typed.beginning(), limit + 1);
    if (rows.size() < one_more) {
      rows = tx.exec_params(search_sql(typed), pqxx::prepare::make_dynamic_params(parameters));
    }
    DrugList list = list_of(tx, rows, today);
    list.more = list.drugs.size() == one_more;
    if (list.more) list.drugs.pop_back();
    return list;
  });
}

Drug DrugSearch::get(const Aic& aic, Date today) const {
  const auto rows = pool_.look_up(
      [&](pqxx::transaction_base& tx) { return postgres::prepared(tx, by_aic, aic.value()); });
  if (rows.empty()) {
    throw Error("drug-unknown",
                fmt::format("nel prontuario non c'è una confezione con AIC «{}»", aic.value()),
                "cercarla per nome o principio attivo, o importare il prontuario completo");
  }
  if (rows[0][notes_column].size() == 0) return drug_of(rows[0], NotesOn(today));
  return pool_.look_up(
      [&](pqxx::transaction_base& tx) { return drug_of(rows[0], NotesOn(tx, today)); });
}

DrugList DrugSearch::group(const std::string& code, Date today) const {
  if (code.empty()) return {};
  return pool_.read([&](pqxx::transaction_base& tx) {
    return list_of(tx,
                   tx.exec_params(std::string(drug_columns) +
                                      "where group_code = $1 order by price_cents, name, aic",
                                  code),
                   today);
  });
}

}  // namespace curante::formulary
