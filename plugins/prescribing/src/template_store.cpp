// SPDX-License-Identifier: Apache-2.0
#include "template_store.hpp"

#include <algorithm>
#include <sstream>

#include "curante/json.hpp"
#include "curante/postgres/prepared.hpp"
#include "folded.hpp"
#include "recipe_composer.hpp"
#include "sql_text.hpp"

namespace curante::prescribing {
namespace {

constexpr size_t longest_name = 120;
constexpr size_t most_lines = 30;

constexpr auto columns = "id, name, lines, diagnosis_code, diagnosis_text, used, account";

constexpr auto put =
    "insert into template (practice_id, account, id, name, name_key, diagnosis_code,"
    " diagnosis_text, lines, codes) values ($1, $2, $3, $4, $5, $6, $7, $8, $9::text[])"
    " on conflict (practice_id, account, id) do update set name = excluded.name,"
    " name_key = excluded.name_key, diagnosis_code = excluded.diagnosis_code,"
    " diagnosis_text = excluded.diagnosis_text, lines = excluded.lines, codes = excluded.codes"
    " returning used";

/// What tells one line from another: its pack, or its service.
std::string code_of(const DraftLine& line) {
  return line.kind == LineKind::service ? "s:" + line.service_code : "d:" + line.aic;
}

std::string codes_of(const std::vector<DraftLine>& lines) {
  std::vector<std::string> codes;
  for (const DraftLine& line : lines) codes.push_back(code_of(line));
  return text_array(codes);
}

std::string account_of(const CallContext& context) {
  if (!context.user().empty()) return std::string(context.user());
  throw Error("author-missing", "i modelli di prescrizione sono di un medico",
              "accedere come medico titolare o sostituto");
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// The template as it is kept. Therapy and exemption are one patient's: no template has one.
Template checked(Template it) {
  it.name = trimmed(it.name);
  if (it.name.empty() || it.name.size() > longest_name) {
    throw Error("template-name-invalid", "il nome del modello manca o supera i 120 caratteri",
                "dare al modello un nome breve, per esempio «Controlli diabete»");
  }
  const bool nameless = std::any_of(it.lines.begin(), it.lines.end(), [](const DraftLine& line) {
    return (line.kind == LineKind::service ? line.service_code : line.aic).empty();
  });
  if (it.lines.empty() || it.lines.size() > most_lines || nameless) {
    throw Error("template-lines-invalid",
                "un modello ha da 1 a 30 righe, ciascuna con un farmaco o una prestazione",
                "completare le righe vuote, o toglierle");
  }
  for (DraftLine& line : it.lines) {
    line.therapy = Id();
    line.exemption.reset();
  }
  if (it.id.empty()) it.id = new_id();
  return it;
}

/// Whether every word of `text` stands in `name_key`.
bool has_words(const std::string& name_key, const std::string& text) {
  std::istringstream words(folded(text));
  for (std::string word; words >> word;) {
    if (name_key.find(word) == std::string::npos) return false;
  }
  return true;
}

}  // namespace

Template TemplateStore::template_of(const pqxx::row& row) const {
  Template it;
  it.id = id_of(row[0]);
  it.name = row[1].c_str();
  it.lines = from_json<std::vector<DraftLine>>(host_, std::string_view(row[2].c_str()));
  it.diagnosis_code = row[3].c_str();
  it.diagnosis_text = row[4].c_str();
  it.used = row[5].as<int64_t>();
  return it;
}

TemplateList TemplateStore::on(const CallContext& context, const ListTemplates& call) {
  const std::string account = account_of(context);
  const auto limit = static_cast<size_t>(std::clamp(call.limit, 1, 500));
  return pool_.read([&](pqxx::transaction_base& tx) {
    const auto rows =
        postgres::prepared(tx,
                           std::string("select ") + columns +
                               ", name_key from template where practice_id = $1 and account = $2"
                               " order by used desc, name_key",
                           context.practice(), account);
    TemplateList list;
    for (const auto& row : rows) {
      if (list.templates.size() == limit) break;
      if (has_words(row[7].c_str(), call.text)) list.templates.push_back(template_of(row));
    }
    return list;
  });
}

Template TemplateStore::on(const CallContext& context, const SaveTemplate& call) {
  const std::string account = account_of(context);
  Template it = checked(call.template_);
  const std::string name_key = folded(it.name);
  try {
    it.used = pool_.write([&](pqxx::transaction_base& tx) {
      return postgres::prepared(tx, put, context.practice(), account, it.id.value(), it.name,
                                name_key, it.diagnosis_code, it.diagnosis_text,
                                to_json(host_, it.lines), codes_of(it.lines))[0][0]
          .as<int64_t>();
    });
  } catch (const pqxx::unique_violation&) {
    throw Error("template-name-taken", "c'è già un modello di nome «" + it.name + "»",
                "dare un altro nome, o modificare il modello che c'è");
  }
  return it;
}

Deleted TemplateStore::on(const CallContext& context, const DeleteTemplate& call) {
  const std::string account = account_of(context);
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto gone = postgres::prepared(
        tx, "delete from template where practice_id = $1 and account = $2 and id = $3",
        context.practice(), account, call.id.value());
    return Deleted{gone.affected_rows() > 0};
  });
}

void TemplateStore::count_use(pqxx::transaction_base& tx, const std::string& practice,
                              const Id& account, const Draft& draft) {
  postgres::prepared(tx,
                     "update template set used = used + 1"
                     " where practice_id = $1 and account = $2 and codes <@ $3::text[]",
                     practice, account.value(), codes_of(draft.lines));
}

std::string TemplateStore::cursor_of(const DoctorTemplate& it) {
  return it.account.value() + "/" + it.template_.id.value();
}

std::vector<DoctorTemplate> TemplateStore::page(const std::string& practice,
                                                const std::string& cursor, size_t limit) {
  std::string account = "00000000-0000-0000-0000-000000000000", id = account;
  if (!cursor.empty()) {
    const size_t slash = cursor.find('/');
    if (slash == std::string::npos) {
      throw Error("cursor-invalid", "il segno di continuazione dell'elenco non è valido",
                  "ricominciare l'elenco dall'inizio");
    }
    account = Id(cursor.substr(0, slash)).value();
    id = Id(cursor.substr(slash + 1)).value();
  }
  return pool_.read([&](pqxx::transaction_base& tx) {
    std::vector<DoctorTemplate> page;
    for (const auto& row : postgres::prepared(
             tx,
             std::string("select ") + columns +
                 " from template where practice_id = $1 and (account, id) > ($2::uuid, $3::uuid)"
                 " order by account, id limit $4",
             practice, account, id, limit)) {
      page.push_back({id_of(row[6]), template_of(row)});
    }
    return page;
  });
}

int64_t TemplateStore::count(const std::string& practice) {
  return pool_.read([&](pqxx::transaction_base& tx) {
    return tx.exec_params("select count(*) from template where practice_id = $1", practice)[0][0]
        .as<int64_t>();
  });
}

void TemplateStore::restore(const std::string& practice, const DoctorTemplate& record) {
  if (record.account.empty() || record.template_.id.empty()) {
    throw Error("id-missing", "il modello non ha un identificativo o un medico",
                "correggere il record");
  }
  const Template it = checked(record.template_);
  const std::string name_key = folded(it.name);
  pool_.write([&](pqxx::transaction_base& tx) {
    tx.exec_params(
        "delete from template where practice_id = $1 and account = $2 and (id = $3 or name_key = "
        "$4)",
        practice, record.account.value(), it.id.value(), name_key);
    postgres::prepared(tx, put, practice, record.account.value(), it.id.value(), it.name, name_key,
                       it.diagnosis_code, it.diagnosis_text, to_json(host_, it.lines),
                       codes_of(it.lines));
    tx.exec_params(
        "update template set used = $4 where practice_id = $1 and account = $2 and id = $3",
        practice, record.account.value(), it.id.value(), it.used);
  });
}

}  // namespace curante::prescribing
