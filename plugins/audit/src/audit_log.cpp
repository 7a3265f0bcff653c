// SPDX-License-Identifier: Apache-2.0
#include "audit_log.hpp"

#include <algorithm>

#include "curante/postgres/prepared.hpp"

namespace curante::audit {

namespace {

constexpr const char* columns =
    "number, at_ms, user_id, user_name, role, station, plugin, action, patient, outcome, trace";

// The row is there before it is locked, so that two first writers wait for each other too.
constexpr const char* begin_chain =
    "insert into chain (practice_id, number, hash) values ($1, 0, '') on conflict do nothing";
constexpr const char* lock_chain =
    "select number, encode(hash, 'hex') from chain where practice_id = $1 for update";
constexpr const char* advance_chain =
    "update chain set number = $2, hash = decode($3, 'hex') where practice_id = $1";

/// Entries that one statement brings: a round trip for each would take longer than writing it.
constexpr size_t most_rows = 16;

std::string add_entries(size_t rows) {
  constexpr int fields = 12;
  std::string sql =
      "insert into entry (practice_id, number, at_ms, user_id, user_name, role, station, plugin,"
      " action, patient, outcome, trace, hash) values ";
  int parameter = 0;
  for (size_t row = 0; row < rows; ++row) {
    sql += row == 0 ? "(" : ", (";
    for (int field = 0; field < fields; ++field) sql += "$" + std::to_string(++parameter) + ", ";
    sql += "decode($" + std::to_string(++parameter) + ", 'hex'))";
  }
  return sql;
}

Head lock(pqxx::transaction_base& tx, const std::string& practice) {
  auto found = postgres::prepared(tx, lock_chain, practice);
  if (found.empty()) {
    postgres::prepared(tx, begin_chain, practice);
    found = postgres::prepared(tx, lock_chain, practice);
  }
  return {found[0][0].as<int64_t>(), found[0][1].c_str()};
}

/// Entries with their hashes, on their way into one statement.
class Rows {
 public:
  explicit Rows(pqxx::transaction_base& tx) : tx_(tx) {}

  void add(const Record& record, const std::string& hash) {
    const Entry& it = record.entry;
    values_.insert(values_.end(),
                   {record.practice, std::to_string(it.number), std::to_string(it.at.ms), it.user,
                    it.user_name, it.role, it.station, it.plugin, it.action, it.patient, it.outcome,
                    it.trace, hash});
    if (++rows_ == most_rows) insert();
  }
  void insert() {
    if (rows_ == 0) return;
    postgres::prepared(tx_, add_entries(rows_), pqxx::prepare::make_dynamic_params(values_));
    values_.clear();
    rows_ = 0;
  }

 private:
  pqxx::transaction_base& tx_;
  std::vector<std::string> values_;
  size_t rows_ = 0;
};

Entry read(const pqxx::row& row) {
  return {row[0].as<int64_t>(), Instant{row[1].as<int64_t>()},
          row[2].c_str(),       row[3].c_str(),
          row[4].c_str(),       row[5].c_str(),
          row[6].c_str(),       row[7].c_str(),
          row[8].c_str(),       row[9].c_str(),
          row[10].c_str()};
}

/// Walks a chain and remembers the first thing that is wrong with it.
class Walk {
 public:
  Walk(std::string practice, std::vector<Head> known)
      : practice_(std::move(practice)), known_(std::move(known)) {
    std::sort(known_.begin(), known_.end(),
              [](const Head& a, const Head& b) { return a.number < b.number; });
  }

  void step(const pqxx::row& row) {
    const Record record{practice_, read(row)};
    const int64_t number = record.entry.number;
    if (number != end_.number + 1) return fail(end_.number + 1, "manca");
    end_.hash = chain_hash(end_.hash, record);
    end_.number = number;
    if (end_.hash != row[11].c_str()) return fail(number, "è stata cambiata");
    for (; next_ < known_.size() && known_[next_].number <= number; ++next_) {
      if (known_[next_].number == number && known_[next_].hash != end_.hash) {
        return fail(number, "non è quella annotata fuori dalla base dati");
      }
    }
  }

  Finding finding(const Head& stored) {
    if (problem_.empty() && next_ < known_.size()) {
      fail(end_.number + 1, "manca, ma era annotata fuori dalla base dati");
    }
    if (problem_.empty() && (stored.number != end_.number || stored.hash != end_.hash)) {
      fail(end_.number + 1, "manca: la fine del registro non corrisponde");
    }
    return {end_, problem_};
  }

  bool sound() const { return problem_.empty(); }
  int64_t number() const { return end_.number; }

 private:
  void fail(int64_t number, const char* what) {
    problem_ = "la voce " + std::to_string(number) + " " + what;
  }

  std::string practice_;
  std::vector<Head> known_;
  size_t next_ = 0;
  Head end_;
  std::string problem_;
};

}  // namespace

std::map<std::string, Head> AuditLog::append(const std::vector<Record>& records) {
  return pool_.write([&](pqxx::transaction_base& tx) {
    std::map<std::string, Head> heads;
    // In the order of their names: two writers never wait for each other in a ring.
    for (const Record& record : records) heads[record.practice];
    for (auto& [practice, head] : heads) head = lock(tx, practice);
    Rows rows(tx);
    for (Record record : records) {
      Head& head = heads[record.practice];
      record.entry.number = ++head.number;
      head.hash = chain_hash(head.hash, record);
      rows.add(record, head.hash);
    }
    rows.insert();
    for (const auto& [practice, head] : heads) {
      postgres::prepared(tx, advance_chain, practice, head.number, head.hash);
    }
    return heads;
  });
}

Page AuditLog::page(const std::string& practice, const Query& query) {
  const int32_t limit = std::clamp(query.limit, 1, 1000);
  return pool_.read([&](pqxx::transaction_base& tx) {
    Page page;
    const auto rows = postgres::prepared(
        tx,
        std::string("select ") + columns +
            " from entry where practice_id = $1 and ($2 = '' or patient = $2)"
            " and ($3 = '' or user_id = $3) and ($4::bigint <= 0 or number < $4::bigint)"
            " order by number desc limit $5",
        practice, query.patient, query.user, query.before, limit);
    for (const auto& row : rows) page.entries.push_back(read(row));
    return page;
  });
}

Finding AuditLog::verify(const std::string& practice, const std::vector<Head>& known) {
  constexpr int batch = 10'000;
  return pool_.read([&](pqxx::transaction_base& tx) {
    // One picture of a log that goes on growing.
    tx.exec("set transaction isolation level repeatable read");
    Walk walk(practice, known);
    for (bool more = true; more && walk.sound();) {
      const auto rows =
          postgres::prepared(tx,
                             std::string("select ") + columns +
                                 ", encode(hash, 'hex') from entry where practice_id = $1"
                                 " and number > $2 order by number limit $3",
                             practice, walk.number(), batch);
      for (const auto& row : rows) {
        if (walk.sound()) walk.step(row);
      }
      more = rows.size() == batch;
    }
    const auto end = postgres::prepared(
        tx, "select number, encode(hash, 'hex') from chain where practice_id = $1", practice);
    return walk.finding(end.empty() ? Head{} : Head{end[0][0].as<int64_t>(), end[0][1].c_str()});
  });
}

}  // namespace curante::audit
