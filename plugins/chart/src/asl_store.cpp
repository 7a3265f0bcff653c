// SPDX-License-Identifier: Apache-2.0
#include "asl_store.hpp"

#include <tuple>

#include "column.hpp"
#include "curante/error.hpp"
#include "curante/postgres/prepared.hpp"
#include "patient_search.hpp"

namespace curante::chart {
namespace {

constexpr auto count_codes = R"sql(
select province, region_code, asl_code, count(*) from patient
where practice_id = $1 and revoked_on is null
group by province, region_code, asl_code order by count(*) desc, province, region_code, asl_code
)sql";

constexpr auto select_replacement = R"sql(
select id, from_province, from_region, from_asl, to_province, to_region, to_asl, replaced, unchanged,
       (extract(epoch from at) * 1000)::bigint, author, (extract(epoch from undone) * 1000)::bigint,
       restored
from asl_replacement where practice_id = $1
)sql";

// Two that replace the same patients' take turns by the rows themselves: whoever comes second finds
// another ASL there.
constexpr auto replace_code = R"sql(
with changed as (
  update patient set province = $6, region_code = $7, asl_code = $8, version = version + 1
  where practice_id = $1 and id = any($9::uuid[]) and revoked_on is null
    and province = $3 and region_code = $4 and asl_code = $5
  returning id)
insert into asl_replaced (practice_id, replacement, patient)
select $1, $2::uuid, id from changed returning patient
)sql";

constexpr auto give_back = R"sql(
update patient p set province = $3, region_code = $4, asl_code = $5, version = version + 1
from asl_replaced r
where r.practice_id = $1 and r.replacement = $2 and p.practice_id = r.practice_id
  and p.id = r.patient and p.province = $6 and p.region_code = $7 and p.asl_code = $8
returning p.id
)sql";

AslReplacement replacement_of(const pqxx::row& row) {
  AslReplacement it;
  it.id = id_of(row[0]);
  it.from = {row[1].c_str(), row[2].c_str(), row[3].c_str()};
  it.to = {row[4].c_str(), row[5].c_str(), row[6].c_str()};
  it.replaced = row[7].as<int64_t>();
  it.left = row[8].as<int64_t>();
  it.at = instant_of(row[9]);
  it.author = row[10].c_str();
  if (!row[11].is_null()) it.undone = instant_of(row[11]);
  it.restored = row[12].as<int64_t>();
  return it;
}

auto code(const AslCode& it) {
  return std::tie(it.province, it.region_code, it.asl_code);
}

std::vector<Id> ids_of(const pqxx::result& rows) {
  std::vector<Id> ids;
  for (const auto& row : rows) ids.push_back(id_of(row[0]));
  return ids;
}

}  // namespace

AslCountList AslStore::codes(pqxx::transaction_base& tx) const {
  AslCountList list;
  for (const auto& row : postgres::prepared(tx, count_codes, practice_)) {
    list.codes.push_back({{row[0].c_str(), row[1].c_str(), row[2].c_str()}, row[3].as<int64_t>()});
  }
  return list;
}

AslStore::Done AslStore::replace(pqxx::transaction_base& tx, AslReplacement it,
                                 const std::vector<Id>& patients) const {
  // The row is there before anything is changed, so that of two calls with one id one waits here.
  const auto mine = postgres::prepared(
      tx,
      "insert into asl_replacement (practice_id, id, from_province, from_region, from_asl,"
      " to_province, to_region, to_asl, replaced, unchanged, at, author)"
      " values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10) on conflict do nothing returning id",
      practice_, it.id.value(), it.from.province, it.from.region_code, it.from.asl_code,
      it.to.province, it.to.region_code, it.to.asl_code, it.at.iso(), it.author);
  if (mine.empty()) return {done_before(tx, it, patients), {}};
  const std::vector<Id> changed = ids_of(postgres::prepared(
      tx, replace_code, practice_, it.id.value(), it.from.province, it.from.region_code,
      it.from.asl_code, it.to.province, it.to.region_code, it.to.asl_code, uuid_array(patients)));
  it.replaced = static_cast<int64_t>(changed.size());
  it.left = static_cast<int64_t>(patients.size()) - it.replaced;
  postgres::prepared(tx,
                     "update asl_replacement set replaced = $3, unchanged = $4"
                     " where practice_id = $1 and id = $2",
                     practice_, it.id.value(), it.replaced, it.left);
  return {it, changed};
}

AslReplacement AslStore::done_before(pqxx::transaction_base& tx, const AslReplacement& asked,
                                     const std::vector<Id>& patients) const {
  const AslReplacement done = *find(tx, asked.id);
  const auto others =
      postgres::prepared(tx,
                         "select 1 from asl_replaced where practice_id = $1 and replacement = $2"
                         " and not patient = any($3::uuid[]) limit 1",
                         practice_, asked.id.value(), uuid_array(patients));
  const bool same = code(done.from) == code(asked.from) && code(done.to) == code(asked.to) &&
                    done.replaced + done.left == static_cast<int64_t>(patients.size()) &&
                    others.empty();
  if (same) return done;
  throw Error("replacement-differs", "questa sostituzione è già stata fatta, con altri dati",
              "controllare l'elenco delle sostituzioni, poi ripetere quella nuova");
}

AslStore::Done AslStore::undo(pqxx::transaction_base& tx, const Id& id, Instant at) const {
  const auto mine = postgres::prepared(tx,
                                       "update asl_replacement set undone = $3"
                                       " where practice_id = $1 and id = $2 and undone is null"
                                       " returning id",
                                       practice_, id.value(), at.iso());
  const auto it = find(tx, id);
  if (!it) {
    throw Error("replacement-unknown", "la sostituzione da annullare non esiste",
                "aggiornare l'elenco delle sostituzioni");
  }
  if (mine.empty()) return {*it, {}};
  const std::vector<Id> changed = ids_of(postgres::prepared(
      tx, give_back, practice_, id.value(), it->from.province, it->from.region_code,
      it->from.asl_code, it->to.province, it->to.region_code, it->to.asl_code));
  postgres::prepared(tx,
                     "update asl_replacement set restored = $3 where practice_id = $1 and id = $2",
                     practice_, id.value(), changed.size());
  return {*find(tx, id), changed};
}

AslReplacementList AslStore::replacements(pqxx::transaction_base& tx) const {
  AslReplacementList list;
  for (const auto& row : postgres::prepared(
           tx, std::string(select_replacement) + " order by at desc, id limit 20", practice_)) {
    list.replacements.push_back(replacement_of(row));
  }
  return list;
}

std::optional<AslReplacement> AslStore::find(pqxx::transaction_base& tx, const Id& id) const {
  const auto rows = postgres::prepared(tx, std::string(select_replacement) + " and id = $2",
                                       practice_, id.value());
  if (rows.empty()) return std::nullopt;
  return replacement_of(rows[0]);
}

}  // namespace curante::chart
