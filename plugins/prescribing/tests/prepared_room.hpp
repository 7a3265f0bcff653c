// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "prepared_service.hpp"
#include "room.hpp"

namespace curante::prescribing {

/// The room with a secretary who prepares, and two doctors.
class PreparedTest : public RoomTest {
 protected:
  using Outcome = ValidationOutcome;

  PreparedTest() {
    secretary_ = doctor_;
    secretary_.fields["user"] = secretary_id.value();
    secretary_.fields["user_name"] = "segreteria";
    secretary_.fields["role"] = "collaboratore";
    colleague_ = doctor_;
    colleague_.fields["user"] = colleague_id.value();
    // Lists of many patients are worked through with no chart open.
    doctor_.fields["patient"] = "";
    colleague_.fields["patient"] = "";
    neighbours_.audit = [this](const CallContext&, const audit::Append& entry) {
      const std::lock_guard lock(mutex_);
      entries_.push_back(entry);
    };
  }

  Prepared prepare(const Draft& draft, const std::string& note = "") {
    return prepared_.on(secretary_.context(), Prepare{draft, Id(), note});
  }
  Prepared now(const Id& id) { return prepared_.on(secretary_.context(), GetPrepared{id}); }
  Validated validate(const Prepared& it) { return validate(std::vector{it}).outcomes.at(0); }
  Validation validate(const std::vector<Prepared>& all) {
    return prepared_.on(doctor_.context(), approvals(all));
  }
  static Validate approvals(const std::vector<Prepared>& all) {
    Validate call;
    for (const Prepared& it : all) call.approvals.push_back({it.id, it.seen});
    return call;
  }
  int64_t prescriptions() {
    return pool_.read([](pqxx::transaction_base& tx) {
      return tx.exec1("select count(*) from prescription")[0].as<int64_t>();
    });
  }

  inline static const Id secretary_id{"44444444-4444-4444-8444-444444444444"};
  inline static const Id colleague_id{"55555555-5555-4555-8555-555555555555"};
  Caller secretary_, colleague_;
  std::vector<audit::Append> entries_;
  PreparedService prepared_{host_, neighbours_, service_, pool_};
};

}  // namespace curante::prescribing
