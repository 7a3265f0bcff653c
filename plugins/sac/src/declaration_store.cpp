// SPDX-License-Identifier: Apache-2.0
#include "declaration_store.hpp"

#include <array>

#include "curante/postgres/turn.hpp"

namespace curante::sac {

using sistema_ts::DeclarationState;
using sistema_ts::Substitution;

namespace {

constexpr std::array<const char*, 5> names{"not_sent", "sending", "accepted", "refused",
                                           "uncertain"};

const char* name_of(DeclarationState state) {
  return names.at(static_cast<size_t>(state));
}
DeclarationState state_of(std::string_view name) {
  size_t at = 0;
  while (names.at(at) != name) ++at;
  return static_cast<DeclarationState>(at);
}

#define SAC_DECLARATION_COLUMNS                                              \
  "select id, substitute, substitute_name, to_char(starts, 'YYYY-MM-DD'),"   \
  " to_char(ends, 'YYYY-MM-DD'), asl_told, state, remark,"                   \
  " to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') " \
  "from declaration where practice_id = $1 and account = $2"

constexpr const char* find_row = SAC_DECLARATION_COLUMNS " and id = $3";
constexpr const char* list_rows = SAC_DECLARATION_COLUMNS " order by starts desc, changed_at desc";
#undef SAC_DECLARATION_COLUMNS

constexpr const char* count_overlapping = R"sql(
select count(*) from declaration
where practice_id = $1 and account = $2 and substitute = $3
  and state not in ('refused', 'not_sent') and starts <= $5 and ends >= $4 and id <> $6
)sql";

constexpr const char* insert_row = R"sql(
insert into declaration (practice_id, id, account, substitute, substitute_name, starts, ends,
                         asl_told, state, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'sending', $9)
on conflict do nothing
)sql";

constexpr const char* begin_row = R"sql(
update declaration set state = 'sending', remark = '', changed_at = $5
where practice_id = $1 and id = $2 and state = $3 and changed_at = $4
)sql";

constexpr const char* settle_row = R"sql(
update declaration set state = $3, remark = $4, changed_at = $5
where practice_id = $1 and id = $2 and state in ('sending', 'uncertain') and changed_at = $6
)sql";

Substitution read(const pqxx::row& row) {
  Substitution it;
  it.id = Id(row[0].c_str());
  it.substitute = PrescriberCode(row[1].c_str());
  it.substitute_name = row[2].c_str();
  it.from = Date::parse(row[3].c_str());
  it.until = Date::parse(row[4].c_str());
  it.asl_told = row[5].as<bool>();
  it.state = state_of(row[6].c_str());
  it.text = row[7].c_str();
  it.changed_at = Instant::parse(row[8].c_str());
  return it;
}

}  // namespace

std::optional<Substitution> DeclarationStore::find(pqxx::transaction_base& tx,
                                                   const std::string& account, const Id& id) const {
  const auto rows = tx.exec_params(find_row, practice_, account, id.value());
  if (rows.empty()) return std::nullopt;
  return read(rows[0]);
}

std::vector<Substitution> DeclarationStore::list(pqxx::transaction_base& tx,
                                                 const std::string& account) const {
  std::vector<Substitution> all;
  for (const auto& row : tx.exec_params(list_rows, practice_, account)) all.push_back(read(row));
  return all;
}

void DeclarationStore::demand_single(pqxx::transaction_base& tx, const std::string& account,
                                     const Substitution& it) const {
  // One declaration of a holder at a time: two at once would not see each other's days.
  postgres::take_turn(tx, practice_, "declare", account);
  const auto found = tx.exec_params(count_overlapping, practice_, account, it.substitute.value(),
                                    it.from.iso(), it.until.iso(), it.id.value());
  if (found[0][0].as<int64_t>() == 0) return;
  throw Error("declaration-double",
              "una sostituzione dello stesso medico in questi giorni è già stata dichiarata",
              "controllare l'elenco delle sostituzioni, o cambiare le date");
}

bool DeclarationStore::begin(pqxx::transaction_base& tx, const std::string& account,
                             const Substitution& it) const {
  if (find(tx, account, it.id)) return false;
  demand_single(tx, account, it);
  return tx.exec_params(insert_row, practice_, it.id.value(), account, it.substitute.value(),
                        it.substitute_name, it.from.iso(), it.until.iso(), it.asl_told,
                        it.changed_at.iso())
             .affected_rows() == 1;
}

bool DeclarationStore::begin_again(pqxx::transaction_base& tx, const std::string& account,
                                   const Substitution& it, Instant now) const {
  demand_single(tx, account, it);
  return tx.exec_params(begin_row, practice_, it.id.value(), name_of(it.state), it.changed_at.iso(),
                        now.iso())
             .affected_rows() == 1;
}

bool DeclarationStore::settle(pqxx::transaction_base& tx, const Substitution& it,
                              Instant begun_at) const {
  return tx.exec_params(settle_row, practice_, it.id.value(), name_of(it.state), it.text,
                        it.changed_at.iso(), begun_at.iso())
             .affected_rows() == 1;
}

bool DeclarationStore::discard(pqxx::transaction_base& tx, const std::string& account,
                               const Id& id) const {
  return tx.exec_params(
               "delete from declaration where practice_id = $1 and account = $2 and id = $3 "
               "and state = 'not_sent'",
               practice_, account, id.value())
             .affected_rows() == 1;
}

}  // namespace curante::sac
