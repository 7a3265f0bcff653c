// SPDX-License-Identifier: Apache-2.0
#include "personal_data_service.hpp"

#include <algorithm>

#include "curante/postgres/prepared.hpp"
#include "message_rows.hpp"

namespace curante::messages {
namespace {

using postgres::prepared;

constexpr std::string_view messages_section = "messages.messages";
constexpr std::string_view addresses_section = "messages.addresses";
// Both refer to patients, which come first.
constexpr int32_t messages_order = 921, addresses_order = 920;
constexpr int32_t most_records = 1000;

constexpr auto put_message =
    "insert into message (practice_id, id, key, part, channel, patient, recipient, payload,"
    " encrypted, state, problem, attempts, queued, settled, expires)"
    " values ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11, $12, nullif($13, '')::timestamptz,"
    " clock_timestamp()) on conflict (practice_id, id) do update set recipient = $7, state = $9,"
    " problem = $10, attempts = $11, settled = nullif($13, '')::timestamptz, payload = ''";

void demand_patient(const Id& patient) {
  if (!patient.empty()) return;
  throw Error("patient-missing", "no patient was named", "name the patient whose data to erase");
}

Error incomplete() {
  return Error("record-incomplete", "a message needs its id, key and patient; addresses a patient",
               "complete it");
}

}  // namespace

personal_data::SectionList PersonalDataService::on(const CallContext& context,
                                                   const personal_data::Enumerate& call) {
  const auto messages = pool_.look_up([&](pqxx::transaction_base& tx) {
    return prepared(tx,
                    "select count(*) from message where practice_id = $1"
                    " and ($2 = '' or patient::text = $2)",
                    context.practice(), call.patient.value())[0][0]
        .as<int64_t>();
  });
  return {{{std::string(addresses_section), addresses_order,
            addresses_.count(context.practice(), call.patient)},
           {std::string(messages_section), messages_order, messages}}};
}

personal_data::Records PersonalDataService::on(const CallContext& context,
                                               const personal_data::Export& call) {
  const int32_t limit = std::clamp(call.limit, 1, most_records);
  personal_data::Records out;
  std::string last;
  if (call.section == addresses_section) {
    for (const AddressRecord& it :
         addresses_.records(context.practice(), call.patient, call.cursor, limit)) {
      out.records.push_back(surroundings_.address_to_text(it));
      last = it.patient.value();
    }
  } else if (call.section == messages_section) {
    static const std::string sql = std::string("select ") + message_columns +
                                   " from message m where m.practice_id = $1"
                                   " and ($2 = '' or m.patient::text = $2) and m.id::text > $3"
                                   " order by m.id::text limit $4";
    const auto rows = pool_.look_up([&](pqxx::transaction_base& tx) {
      return prepared(tx, sql, context.practice(), call.patient.value(), call.cursor, limit);
    });
    for (const auto& row : rows) {
      out.records.push_back(surroundings_.message_to_text({message_of(row), row[4].c_str()}));
      last = row[0].c_str();
    }
  } else {
    throw Error("section-unknown", "this room has no section «" + call.section + "»",
                "ask Enumerate for the sections there are");
  }
  if (out.records.size() == static_cast<size_t>(limit)) out.next = last;
  return out;
}

personal_data::Imported PersonalDataService::on(const CallContext& context,
                                                const personal_data::Import& call) {
  if (call.section != addresses_section && call.section != messages_section) {
    throw Error("section-unknown", "this room has no section «" + call.section + "»",
                "ask Enumerate for the sections there are");
  }
  return pool_.write([&](pqxx::transaction_base& tx) {
    personal_data::Imported out;
    for (size_t i = 0; i < call.records.size(); ++i) {
      try {
        if (call.section == addresses_section) {
          const AddressRecord record = surroundings_.address_of(call.records[i]);
          if (record.patient.empty()) throw incomplete();
          addresses_.put(tx, context.practice(), record);
        } else {
          put(tx, context.practice(), surroundings_.message_of(call.records[i]));
        }
        ++out.accepted;
      } catch (const Error& e) {
        out.refused.push_back({static_cast<int64_t>(i), e.code(), e.message()});
      }
    }
    return out;
  });
}

void PersonalDataService::put(pqxx::transaction_base& tx, const std::string& practice,
                              const MessageRecord& record) {
  const Message& it = record.message;
  if (it.id.empty() || it.key.empty() || it.patient.empty()) throw incomplete();
  const bool open = it.state == State::queued;
  const auto twin = prepared(tx,
                             "select 1 from message where practice_id = $1 and key = $2"
                             " and part = $3 and id <> $4",
                             practice, it.key.value(), it.carries_password ? 2 : 1, it.id.value());
  if (!twin.empty()) {
    throw Error("message-duplicate", "another message has this key", "keep the one that is there");
  }
  prepared(tx, put_message, practice, it.id.value(), it.key.value(), it.carries_password ? 2 : 1,
           name_of(it.channel), it.patient.value(), record.recipient, it.encrypted,
           boost::describe::enum_to_string(open ? State::failed : it.state, ""),
           open ? "non era ancora partito quando l'archivio è stato trasferito" : it.problem,
           it.attempts, it.queued.iso(), it.settled ? it.settled->iso() : std::string());
}

personal_data::Erased PersonalDataService::on(const CallContext& context,
                                              const personal_data::Erase& call) {
  demand_patient(call.patient);
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto gone = prepared(tx, "delete from message where practice_id = $1 and patient = $2",
                               context.practice(), call.patient.value());
    return personal_data::Erased{static_cast<int64_t>(gone.affected_rows()) +
                                 addresses_.erase(tx, context.practice(), call.patient)};
  });
}

/// How many messages there were, and how they went, is all that counts for statistics.
personal_data::Erased PersonalDataService::on(const CallContext& context,
                                              const personal_data::Anonymise& call) {
  demand_patient(call.patient);
  return pool_.write([&](pqxx::transaction_base& tx) {
    const auto changed =
        prepared(tx,
                 "update message set recipient = '', payload = '', problem = '',"
                 " state = case when state in ('queued', 'failed') then 'cancelled' else state end"
                 " where practice_id = $1 and patient = $2 and recipient <> ''",
                 context.practice(), call.patient.value());
    return personal_data::Erased{static_cast<int64_t>(changed.affected_rows()) +
                                 addresses_.erase(tx, context.practice(), call.patient)};
  });
}

}  // namespace curante::messages
