// SPDX-License-Identifier: Apache-2.0
#include "doubted_files.hpp"

#include "curante/postgres/prepared.hpp"

namespace curante::red_recipes {
namespace {

using postgres::prepared;

constexpr auto select_taken =
    "select distinct e.code, b.protocol from entry e join entry other"
    "   on other.practice_id = e.practice_id and other.code = e.code"
    "   and other.position <> e.position"
    " join batch b on b.practice_id = other.practice_id and b.number = other.batch"
    "   and b.protocol <> '' where e.practice_id = $1 and e.batch = $2";

constexpr auto lock_file =
    "select 1 from batch where practice_id = $1 and number = $2 and lease = $3 for update";

/// Its name is not known here: that of the ministry's protocol stands for it.
constexpr auto put_adopted =
    "insert into batch (practice_id, account, file_name, state, made, protocol, received_at,"
    " adopted) values ($1, $2, 'SAC_' || $3, 'sent', $4, $3, $5, true)"
    " on conflict (practice_id, file_name) do update set settled = false, due = clock_timestamp()"
    " returning number";

constexpr auto move_entry =
    "update entry set batch = $4 where practice_id = $1 and batch = $2 and code = $3"
    " returning cancels";
constexpr auto adopt_cancellation =
    "update form set state = 'cancelled', problem = '' where practice_id = $1 and code = $2"
    " and state = 'cancelling'";
constexpr auto adopt_recipe =
    "update form set batch = $3, problem = case when $4 = '' or state = 'cancelling' then ''"
    "   else $4 end, state = case when state = 'cancelling' then state when $4 = '' then 'sent'"
    "   else 'attention' end where practice_id = $1 and code = $2"
    " and state in ('queued', 'sending', 'attention', 'cancelling')";

constexpr auto put_beside =
    "insert into batch (practice_id, account, file_name, state, made, protocol, adopted)"
    " select practice_id, account, 'SAC_' || $3, 'sent', made, $3, true from batch"
    " where practice_id = $1 and number = $2"
    " on conflict (practice_id, file_name) do update set settled = false, due = clock_timestamp()"
    " returning number";
constexpr auto recipes_beside =
    "update form f set batch = $3, problem = case when f.state = 'cancelling' then '' else $4 end,"
    " state = case when f.state = 'cancelling' then f.state else 'attention' end from entry e"
    " where f.practice_id = $1 and e.practice_id = f.practice_id and e.code = f.code"
    " and e.batch = $2 and not e.cancels"
    " and f.state in ('queued', 'sending', 'attention', 'cancelling')";
constexpr auto cancellations_beside =
    "update form f set state = 'not_cancelled', problem = $3 from entry e where f.practice_id = $1"
    " and e.practice_id = f.practice_id and e.code = f.code and e.batch = $2 and e.cancels"
    " and f.state = 'cancelling'";

std::string twice_there(const FoundEntry& found) {
  if (found.also_in.empty()) return "";
  return "prima del ripristino del database è partita nell'invio con protocollo " + found.protocol +
         " e di nuovo in quello con protocollo " + found.also_in +
         ": può essere stata annullata; verificare sul sito Sistema TS";
}

}  // namespace

std::map<std::string, std::set<std::string>> DoubtedFiles::taken(const ClaimedFile& file) {
  const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx, select_taken, practice_, file.number);
  });
  std::map<std::string, std::set<std::string>> taken;
  for (const auto& row : rows) taken[row[0].c_str()].insert(row[1].c_str());
  return taken;
}

std::vector<int64_t> DoubtedFiles::adopt(const ClaimedFile& file,
                                         const std::vector<FoundEntry>& found, Instant at) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    std::vector<int64_t> numbers;
    if (prepared(tx, lock_file, practice_, file.number, file.lease).empty()) return numbers;
    std::set<int64_t> files;
    for (const FoundEntry& it : found) {
      const int64_t number = adopted_file(tx, file, it, at);
      files.insert(number);
      const auto moved = prepared(tx, move_entry, practice_, file.number, it.code, number);
      if (moved.empty()) continue;
      if (moved[0][0].as<bool>()) {
        prepared(tx, adopt_cancellation, practice_, it.code);
      } else {
        prepared(tx, adopt_recipe, practice_, it.code, number, twice_there(it));
      }
    }
    prepared(tx,
             "delete from batch b where practice_id = $1 and number = $2 and not exists"
             " (select from entry e where e.practice_id = $1 and e.batch = b.number)",
             practice_, file.number);
    numbers.assign(files.begin(), files.end());
    return numbers;
  });
}

int64_t DoubtedFiles::adopted_file(pqxx::transaction_base& tx, const ClaimedFile& file,
                                   const FoundEntry& found, Instant at) {
  return prepared(tx, put_adopted, practice_, file.account.value(), found.protocol, at.iso(),
                  found.received_at)[0][0]
      .as<int64_t>();
}

bool DoubtedFiles::release(const ClaimedFile& file) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    if (prepared(tx, lock_file, practice_, file.number, file.lease).empty()) return false;
    release(tx, practice_, file.number);
    return true;
  });
}

void DoubtedFiles::release(pqxx::transaction_base& tx, const std::string& practice,
                           int64_t number) {
  prepared(tx,
           "update form f set state = case when f.state in ('sending', 'attention') then 'queued'"
           "   else f.state end, problem = '', batch = null from entry e where f.practice_id = $1"
           " and e.practice_id = f.practice_id and e.code = f.code and e.batch = $2"
           " and not e.cancels",
           practice, number);
  prepared(tx, "update entry set batch = null, looked = true where practice_id = $1 and batch = $2",
           practice, number);
  prepared(tx, "delete from batch where practice_id = $1 and number = $2", practice, number);
}

int64_t DoubtedFiles::set_beside(pqxx::transaction_base& tx, const std::string& practice,
                                 int64_t number, const std::string& protocol) {
  const auto beside = prepared(tx, put_beside, practice, number, protocol)[0][0].as<int64_t>();
  const std::string before = "prima del ripristino del database può essere ";
  const std::string there =
      " nell'invio con protocollo " + protocol + ": cercare questa ricetta sul sito Sistema TS; ";
  prepared(tx, recipes_beside, practice, number, beside,
           before + "partita" + there + "solo se non c'è, inviarla di nuovo");
  prepared(tx, cancellations_beside, practice, number,
           before + "stata annullata" + there + "solo se è ancora valida, annullarla di nuovo");
  prepared(tx, "update entry set batch = $3 where practice_id = $1 and batch = $2", practice,
           number, beside);
  prepared(tx, "delete from batch where practice_id = $1 and number = $2", practice, number);
  return beside;
}

}  // namespace curante::red_recipes
