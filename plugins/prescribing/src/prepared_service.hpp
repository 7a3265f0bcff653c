// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "neighbours.hpp"
#include "prepared_store.hpp"
#include "prescribing_service.hpp"

namespace curante::prescribing {

/// The calls of prescribing/1 by which staff prepare and a doctor validates. What is validated is
/// issued by PrescribingService, as every draft. Safe from any thread.
class PreparedService {
 public:
  PreparedService(const Host& host, const Neighbours& neighbours, PrescribingService& prescribing,
                  postgres::Pool& pool)
      : host_(host), neighbours_(neighbours), prescribing_(prescribing), store_(host, pool) {}

  Prepared on(const CallContext& context, const Prepare& call);
  Prepared on(const CallContext& context, const GetPrepared& call);
  PreparedList on(const CallContext& context, const ListPrepared& call);
  Validation on(const CallContext& context, const Validate& call);
  Prepared on(const CallContext& context, const DeclinePrepared& call);
  Prepared on(const CallContext& context, const WithdrawPrepared& call);
  Prepared on(const CallContext& context, const AssignPrepared& call);

 private:
  Date today(const CallContext& context) const { return neighbours_.now(context).today; }
  /// As it is kept, with `seen`. Throws Error{"prepared-unknown"}.
  Prepared kept(const CallContext& context, const Id& id);
  std::vector<std::string> texts_of(const CallContext& context, const Draft& draft) const;
  Id doctor_for(const CallContext& context, const Prepare& call) const;
  /// Puts the rules' word of this moment into one that waits.
  void judge(const CallContext& context, Prepared& it);
  /// Puts what the rules said into the record, with what stands for it.
  void take(Prepared& it, const Assessment& assessment) const;
  std::string seen(const std::vector<Finding>& findings) const;
  Validated validated(const CallContext& context, const Approval& approval);
  void issue(const CallContext& context, const Approval& approval, const Prepared& kept,
             Validated& out);
  /// One that waits though it is issued waits no longer.
  void settle(const CallContext& context, const Id& id);
  void note(const CallContext& context, const Validated& it, const Id& patient) const;
  /// Tells of the change, and answers with what is kept now.
  Prepared told(const CallContext& context, const Id& id);

  Host host_;
  const Neighbours& neighbours_;
  PrescribingService& prescribing_;
  PreparedStore store_;
};

}  // namespace curante::prescribing
