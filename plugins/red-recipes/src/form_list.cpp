// SPDX-License-Identifier: Apache-2.0
#include "form_list.hpp"

#include <algorithm>
#include <regex>

#include "curante/postgres/prepared.hpp"
#include "form_rows.hpp"

namespace curante::red_recipes {
namespace {

using channel::FileState;
using postgres::prepared;

constexpr int32_t most_listed = 2000, most_files = 1000;

const std::string these_forms =
    "where f.practice_id = $1 and ($2 = '' or f.doctor::text = $2) and ($3 = '' or f.state = $3)"
    " and ($4 = '' or coalesce(b.outcome, 'unknown') = $4) and case when $8::boolean then" +
    std::string(unsettled) +
    "   when $5 = '' then f.printed >= $6::date::timestamp at time zone 'Europe/Rome'"
    "     and f.printed < ($7::date + 1)::timestamp at time zone 'Europe/Rome'"
    "   else b.protocol = $5 end ";

/// Of what is open, first what stays so until a person acts.
const std::string list_forms = select_forms + these_forms + "order by $8::boolean and not (" +
                               for_a_person + "), f.printed desc, f.code desc limit $9";
const std::string count_these =
    "select count(*) from form f left join batch b on b.practice_id = f.practice_id"
    " and b.number = f.batch " +
    these_forms;

/// As spreadsheets are given them: the day is the practice's.
const std::string export_forms =
    "select (f.printed at time zone 'Europe/Rome')::date, f.code, f.patient_name, f.fiscal_code,"
    " f.state, b.protocol, b.outcome_text, f.remarks, f.problem, f.printer from form f left join"
    " batch b on b.practice_id = f.practice_id and b.number = f.batch " +
    these_forms + "order by f.printed desc, f.code desc";

const std::string list_files =
    std::string(select_files) +
    "where b.practice_id = $1 and ($2 = '' or b.account::text = $2) and ($3 = '' or b.outcome = $3)"
    " and case when $6::boolean then not b.settled or exists (select 1 from form f"
    "     where f.practice_id = b.practice_id and f.batch = b.number and" +
    std::string(unsettled) +
    ")   else b.made >= $4::date::timestamp at time zone 'Europe/Rome'"
    "     and b.made < ($5::date + 1)::timestamp at time zone 'Europe/Rome' end"
    " and (b.made, b.number)"
    "   < (timestamptz 'epoch' + $7::bigint * interval '1 microsecond', $8::bigint)"
    " order by b.made desc, b.number desc limit $9";

const std::string list_open = std::string(select_files) +
                              "where b.practice_id = $1 and not b.settled and b.state <> 'parked'"
                              " and ($2 = '' or b.protocol = $2) order by b.made desc";

const std::string list_stuck =
    std::string(select_files) +
    "where b.practice_id = $1 and b.state = 'parked' order by b.made limit 20";

const std::string list_of_file = select_forms + "where f.practice_id = $1 and b.file_name = $2";

const std::string count_forms =
    "select (select count(*) from form where practice_id = $1"
    "   and printed >= $2::date::timestamp at time zone 'Europe/Rome'), count(*),"
    " count(*) filter (where" +
    std::string(for_a_person) + ") from form f where practice_id = $1 and" + unsettled;

/// Where a page of files ended: the newest comes first.
struct FileCursor {
  int64_t made_us = 253'402'300'799'000'000;  ///< since 1970; the last second of the year 9999
  int64_t number = 0;

  std::string text() const { return std::to_string(made_us) + "/" + std::to_string(number); }
  /// Nothing: from the newest. Throws Error{"cursor-invalid"}.
  static FileCursor parse(const std::string& text) {
    static const std::regex form("(\\d{1,18})/(\\d{1,18})");
    std::smatch parts;
    if (text.empty()) return {};
    if (std::regex_match(text, parts, form)) return {std::stoll(parts[1]), std::stoll(parts[2])};
    throw Error("cursor-invalid", "il segno di continuazione dell'elenco non è valido",
                "ricominciare l'elenco dall'inizio");
  }
};

const char* state_text(State state) {
  switch (state) {
    case State::unconfirmed:
      return "da convalidare";
    case State::queued:
      return "da inviare";
    case State::sending:
      return "in invio";
    case State::sent:
      return "inviata";
    case State::refused:
      return "respinta";
    case State::attention:
      return "da verificare";
    case State::cancelling:
      return "in annullamento";
    case State::cancelled:
      return "annullata";
    case State::not_cancelled:
      break;
  }
  return "annullamento non riuscito";
}

std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) {
    text.insert(0, 1, '\'');
  }
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out + '"';
}

std::string text_of(const std::vector<channel::Remark>& remarks) {
  std::string text;
  for (const auto& remark : remarks) {
    text += (text.empty() ? "" : "; ") + remark.code + " " + remark.text;
  }
  return text;
}

}  // namespace

FormList FormListing::forms(const std::string& practice, const ListForms& call, Date today) {
  const int32_t limit = std::clamp(call.limit, 1, most_listed);
  FormList list;
  pool_.look_up([&](pqxx::transaction_base& tx) {
    list = FormList();
    const auto these = [&](const std::string& sql, const auto&... more) {
      return prepared(tx, sql, practice, call.doctor.value(), name_of(call.state),
                      name_of(call.outcome), call.protocol, call.from.value_or(today).iso(),
                      call.to.value_or(today).iso(), call.open, more...);
    };
    for (const auto& row : these(list_forms, limit + 1)) {
      list.forms.push_back(form_of(row, surroundings_));
    }
    list.more = list.forms.size() > static_cast<size_t>(limit);
    if (list.more) list.forms.pop_back();
    list.total = list.more ? these(count_these)[0][0].as<int32_t>() : int32_t(list.forms.size());
    return true;
  });
  return list;
}

SentFileList FormListing::files(const std::string& practice, const ListFiles& call, Date today) {
  const FileCursor cursor = FileCursor::parse(call.cursor);
  const int32_t limit = std::clamp(call.limit, 1, most_files);
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, list_files, practice, call.doctor.value(), name_of(call.outcome),
                    call.from.value_or(today).iso(), call.to.value_or(today).iso(), call.open,
                    cursor.made_us, cursor.number, limit + 1);
  });
  SentFileList list;
  for (const auto& row : rows) {
    if (list.files.size() == static_cast<size_t>(limit)) break;
    list.files.push_back(file_of(row));
  }
  if (rows.size() > static_cast<pqxx::result::size_type>(limit)) {
    const auto& last = rows[limit - 1];
    list.next = FileCursor{last["made_us"].as<int64_t>(), last["number"].as<int64_t>()}.text();
  }
  return list;
}

SentFileList FormListing::open_files(const std::string& practice, const std::string& protocol) {
  const auto rows = pool_.look_up(
      [&](pqxx::transaction_base& tx) { return prepared(tx, list_open, practice, protocol); });
  SentFileList list;
  for (const auto& row : rows) list.files.push_back(file_of(row));
  return list;
}

std::vector<Form> FormListing::of_file(const std::string& practice, const std::string& file_name) {
  const auto rows = pool_.look_up(
      [&](pqxx::transaction_base& tx) { return prepared(tx, list_of_file, practice, file_name); });
  std::vector<Form> forms;
  for (const auto& row : rows) forms.push_back(form_of(row, surroundings_));
  return forms;
}

Review FormListing::review(const std::string& practice, Date today) {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    const auto row = prepared(tx, count_forms, practice, today.iso())[0];
    Review review;
    review.printed = row[0].as<int32_t>();
    review.unsettled = row[1].as<int32_t>();
    review.to_settle = row[2].as<int32_t>();
    review.offer = review.printed > 0;
    for (const auto& file : prepared(tx, list_stuck, practice)) {
      review.stuck.push_back(file_of(file));
    }
    return review;
  });
}

/// UTF-8 with a mark, so that spreadsheets know it; a cell never begins a formula.
Bytes FormListing::as_csv(const std::string& practice, const ListForms& call, Date today) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, export_forms, practice, call.doctor.value(), name_of(call.state),
                    name_of(call.outcome), call.protocol, call.from.value_or(today).iso(),
                    call.to.value_or(today).iso(), call.open);
  });
  std::string text =
      "\xEF\xBB\xBF"
      "Data;Codice;Assistito;Codice fiscale;Stato;Protocollo;Esito;Segnalazioni;Stampante\r\n";
  for (const auto& row : rows) {
    const std::string remarks = row[7].c_str();
    // What keeps it, where the ministry has remarked nothing.
    const std::string said =
        remarks.empty() ? row[8].c_str() : text_of(surroundings_.remarks_of(remarks));
    const std::string cells[] = {row[0].c_str(),
                                 row[1].c_str(),
                                 row[2].c_str(),
                                 row[3].c_str(),
                                 state_text(named<State>(row[4].c_str())),
                                 row[5].c_str(),
                                 row[6].c_str(),
                                 said,
                                 row[9].c_str()};
    for (const std::string& it : cells) text += cell(it) + ';';
    text.replace(text.size() - 1, 1, "\r\n");
  }
  return Bytes(text.begin(), text.end());
}

}  // namespace curante::red_recipes
