// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "curante/postgres/pool.hpp"
#include "messages.hpp"

namespace curante::messages {

/// Addresses that a person has confirmed, and patients' wishes for plain attachments. Safe from any
/// thread.
class AddressStore {
 public:
  explicit AddressStore(postgres::Pool& pool) : pool_(pool) {}

  AddressBook book(const std::string& practice, const Id& patient);
  bool confirmed(const std::string& practice, const Id& patient, Channel channel,
                 const std::string& address);
  void confirm(const std::string& practice, const Id& patient, const ConfirmedAddress& address);
  /// Nothing takes the wish off. One that is on record stays as it was recorded first.
  void wish(const std::string& practice, const Id& patient, const std::optional<PlainWish>& wish);
  /// Of one patient, or of the whole practice (empty), in the order of patients' ids.
  std::vector<AddressRecord> records(const std::string& practice, const Id& patient,
                                     const std::string& after, int32_t limit);
  int64_t count(const std::string& practice, const Id& patient);
  /// Puts the record in the place of what is there.
  void put(pqxx::transaction_base& tx, const std::string& practice, const AddressRecord& record);
  /// How many rows went.
  int64_t erase(pqxx::transaction_base& tx, const std::string& practice, const Id& patient);

 private:
  postgres::Pool& pool_;
};

}  // namespace curante::messages
