// SPDX-License-Identifier: Apache-2.0
#include "form_list.hpp"

#include <algorithm>

#include "curante/postgres/prepared.hpp"
#include "form_rows.hpp"

namespace curante::red_recipes {
namespace {

using channel::FileState;
using postgres::prepared;

constexpr int32_t most_listed = 2000;

const std::string list_forms =
    std::string(select_forms) +
    "where f.practice_id = $1 and ($2 = '' or f.doctor::text = $2) and ($3 = '' or f.state = $3)"
    " and ($4 = '' or coalesce(b.outcome, 'unknown') = $4)"
    " and case when $5 = '' then f.printed >= $6::date::timestamp at time zone 'Europe/Rome'"
    "     and f.printed < ($7::date + 1)::timestamp at time zone 'Europe/Rome'"
    "   else b.protocol = $5 end"
    " order by f.printed desc, f.code desc limit $8";

const std::string list_files =
    std::string(select_files) +
    "where b.practice_id = $1 and ($2 = '' or b.account::text = $2) and ($3 = '' or b.outcome = $3)"
    " and b.made >= $4::date::timestamp at time zone 'Europe/Rome'"
    " and b.made < ($5::date + 1)::timestamp at time zone 'Europe/Rome'"
    " order by b.made desc, b.number desc limit 1000";

const std::string list_open = std::string(select_files) +
                              "where b.practice_id = $1 and not b.settled and b.state <> 'parked'"
                              " and ($2 = '' or b.protocol = $2) order by b.made desc limit 1000";

constexpr auto count_forms =
    "select count(*) filter (where printed >= $2::date::timestamp at time zone 'Europe/Rome'),"
    " count(*) filter (where state in ('unconfirmed', 'queued', 'sending', 'refused', 'attention',"
    "   'cancelling')) from form where practice_id = $1";

const char* state_text(State state) {
  switch (state) {
    case State::unconfirmed:
      return "da confermare";
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
      break;
  }
  return "annullata";
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

std::string remarks_text(const Form& form) {
  std::string text;
  for (const auto& remark : form.remarks) {
    text += (text.empty() ? "" : "; ") + remark.code + " " + remark.text;
  }
  return text;
}

}  // namespace

FormList FormListing::forms(const std::string& practice, const ListForms& call, Date today) {
  const int32_t limit = std::clamp(call.limit, 1, most_listed);
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, list_forms, practice, call.doctor.value(), name_of(call.state),
                    name_of(call.outcome), call.protocol, call.from.value_or(today).iso(),
                    call.to.value_or(today).iso(), limit + 1);
  });
  FormList list;
  for (const auto& row : rows) list.forms.push_back(form_of(row, surroundings_));
  list.more = list.forms.size() > static_cast<size_t>(limit);
  if (list.more) list.forms.pop_back();
  return list;
}

SentFileList FormListing::files(const std::string& practice, const ListFiles& call, Date today) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, list_files, practice, call.doctor.value(), name_of(call.outcome),
                    call.from.value_or(today).iso(), call.to.value_or(today).iso());
  });
  SentFileList list;
  for (const auto& row : rows) list.files.push_back(file_of(row));
  return list;
}

SentFileList FormListing::open_files(const std::string& practice, const std::string& protocol) {
  const auto rows = pool_.look_up(
      [&](pqxx::transaction_base& tx) { return prepared(tx, list_open, practice, protocol); });
  SentFileList list;
  for (const auto& row : rows) list.files.push_back(file_of(row));
  return list;
}

Review FormListing::review(const std::string& practice, Date today) {
  const auto rows = pool_.look_up(
      [&](pqxx::transaction_base& tx) { return prepared(tx, count_forms, practice, today.iso()); });
  Review review;
  review.printed = rows[0][0].as<int32_t>();
  review.unsettled = rows[0][1].as<int32_t>();
  review.offer = review.printed > 0;
  return review;
}

Bytes as_csv(const std::vector<Form>& forms) {
  std::string text =
      "\xEF\xBB\xBF"
      "Data;Codice;Assistito;Codice fiscale;Stato;Protocollo;Esito;Segnalazioni;Stampante\r\n";
  for (const Form& form : forms) {
    text += cell(form.printed.iso().substr(0, 10)) + ';' + cell(form.code) + ';' +
            cell(form.patient_name) + ';' + cell(form.fiscal_code.value()) + ';' +
            cell(state_text(form.state)) + ';' + cell(form.protocol) + ';' +
            cell(form.outcome_text) + ';' + cell(remarks_text(form)) + ';' + cell(form.printer) +
            "\r\n";
  }
  return Bytes(text.begin(), text.end());
}

}  // namespace curante::red_recipes
