// SPDX-License-Identifier: Apache-2.0
#include "address_store.hpp"

#include "curante/postgres/prepared.hpp"
#include "message_rows.hpp"

namespace curante::messages {
namespace {

using postgres::prepared;

constexpr auto put_address =
    "insert into address (practice_id, patient, channel, address, confirmed, confirmed_by)"
    " values ($1, $2, $3, $4, $5, nullif($6, '')::uuid) on conflict do nothing";
constexpr auto put_wish =
    "insert into plain_wish (practice_id, patient, recorded, recorded_by)"
    " values ($1, $2, $3, nullif($4, '')::uuid) on conflict do nothing";
constexpr auto patients_after =
    "select patient from (select patient from address where practice_id = $1"
    " union select patient from plain_wish where practice_id = $1) both_of_them"
    " where ($2 = '' or patient::text = $2) and patient::text > $3 order by patient::text limit $4";

Id id_of(const pqxx::field& field) {
  return field.is_null() ? Id() : Id(field.c_str());
}

AddressBook book_of(pqxx::transaction_base& tx, const std::string& practice, const Id& patient) {
  AddressBook book;
  for (const auto& row :
       prepared(tx,
                "select channel, address, (extract(epoch from confirmed) * 1000)::bigint,"
                " confirmed_by from address where practice_id = $1 and patient = $2"
                " order by confirmed, address",
                practice, patient.value())) {
    book.addresses.push_back(
        {channel_of(row[0].c_str()), row[1].c_str(), Instant{row[2].as<int64_t>()}, id_of(row[3])});
  }
  const auto wish = prepared(tx,
                             "select (extract(epoch from recorded) * 1000)::bigint, recorded_by"
                             " from plain_wish where practice_id = $1 and patient = $2",
                             practice, patient.value());
  if (!wish.empty()) book.plain = PlainWish{Instant{wish[0][0].as<int64_t>()}, id_of(wish[0][1])};
  return book;
}

}  // namespace

AddressBook AddressStore::book(const std::string& practice, const Id& patient) {
  return pool_.read([&](pqxx::transaction_base& tx) { return book_of(tx, practice, patient); });
}

bool AddressStore::confirmed(const std::string& practice, const Id& patient, Channel channel,
                             const std::string& address) {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    return !prepared(tx,
                     "select 1 from address where practice_id = $1 and patient = $2"
                     " and channel = $3 and address = $4",
                     practice, patient.value(), name_of(channel), address)
                .empty();
  });
}

void AddressStore::confirm(const std::string& practice, const Id& patient,
                           const ConfirmedAddress& it) {
  pool_.write([&](pqxx::transaction_base& tx) {
    prepared(tx, put_address, practice, patient.value(), name_of(it.channel), it.address,
             it.confirmed.iso(), it.confirmed_by.value());
  });
}

void AddressStore::wish(const std::string& practice, const Id& patient,
                        const std::optional<PlainWish>& wish) {
  pool_.write([&](pqxx::transaction_base& tx) {
    if (wish) {
      prepared(tx, put_wish, practice, patient.value(), wish->recorded.iso(),
               wish->recorded_by.value());
    } else {
      prepared(tx, "delete from plain_wish where practice_id = $1 and patient = $2", practice,
               patient.value());
    }
  });
}

std::vector<AddressRecord> AddressStore::records(const std::string& practice, const Id& patient,
                                                 const std::string& after, int32_t limit) {
  return pool_.read([&](pqxx::transaction_base& tx) {
    std::vector<AddressRecord> records;
    for (const auto& row : prepared(tx, patients_after, practice, patient.value(), after, limit)) {
      const Id owner(row[0].c_str());
      records.push_back({owner, book_of(tx, practice, owner)});
    }
    return records;
  });
}

int64_t AddressStore::count(const std::string& practice, const Id& patient) {
  return pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx,
                    "select count(*) from (select patient from address where practice_id = $1"
                    " union select patient from plain_wish where practice_id = $1) both_of_them"
                    " where ($2 = '' or patient::text = $2)",
                    practice, patient.value())[0][0]
        .as<int64_t>();
  });
}

void AddressStore::put(pqxx::transaction_base& tx, const std::string& practice,
                       const AddressRecord& record) {
  erase(tx, practice, record.patient);
  for (const ConfirmedAddress& it : record.book.addresses) {
    prepared(tx, put_address, practice, record.patient.value(), name_of(it.channel), it.address,
             it.confirmed.iso(), it.confirmed_by.value());
  }
  if (record.book.plain) {
    prepared(tx, put_wish, practice, record.patient.value(), record.book.plain->recorded.iso(),
             record.book.plain->recorded_by.value());
  }
}

int64_t AddressStore::erase(pqxx::transaction_base& tx, const std::string& practice,
                            const Id& patient) {
  int64_t gone = 0;
  for (const char* sql : {"delete from address where practice_id = $1 and patient = $2",
                          "delete from plain_wish where practice_id = $1 and patient = $2"}) {
    gone += static_cast<int64_t>(prepared(tx, sql, practice, patient.value()).affected_rows());
  }
  return gone;
}

}  // namespace curante::messages
