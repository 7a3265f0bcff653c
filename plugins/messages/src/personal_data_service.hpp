// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "address_store.hpp"
#include "personal_data.hpp"
#include "surroundings.hpp"

namespace curante::messages {

/// Answers personal-data/1 for this room: "messages.messages", whose records are MessageRecord, and
/// "messages.addresses", whose records are AddressRecord. What was queued elsewhere is never sent
/// from here: it comes as failed. Safe from any thread.
class PersonalDataService {
 public:
  PersonalDataService(const Surroundings& surroundings, postgres::Pool& pool,
                      AddressStore& addresses)
      : surroundings_(surroundings), pool_(pool), addresses_(addresses) {}

  personal_data::SectionList on(const CallContext& context, const personal_data::Enumerate& call);
  personal_data::Records on(const CallContext& context, const personal_data::Export& call);
  personal_data::Imported on(const CallContext& context, const personal_data::Import& call);
  personal_data::Erased on(const CallContext& context, const personal_data::Erase& call);
  personal_data::Erased on(const CallContext& context, const personal_data::Anonymise& call);

 private:
  void put(pqxx::transaction_base& tx, const std::string& practice, const MessageRecord& record);

  const Surroundings& surroundings_;
  postgres::Pool& pool_;
  AddressStore& addresses_;
};

}  // namespace curante::messages
