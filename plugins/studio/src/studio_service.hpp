// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>

#include "accounts.hpp"
#include "clock.hpp"
#include "curante/context.hpp"
#include "row_maker.hpp"

namespace curante::studio {

/// What this room asks of others. Called from any thread.
struct Neighbours {
  using Context = const CallContext&;
  std::function<clock::Reading(Context)> now;
  std::function<prescribing::PrescriptionList(Context, const prescribing::ListForDay&)>
      prescriptions;
  std::function<prescribing::PrescriptionList(Context, const prescribing::ListForPeriod&)> period;
  std::function<prescribing::OpenList(Context, const prescribing::ListOpen&)> open;
  std::function<prescribing::PreparedList(Context, const prescribing::ListPrepared&)> prepared;
  std::function<chart::PatientList(Context, const chart::GetSummaries&)> summaries;
  std::function<accounts::DoctorList(Context)> doctors;
};

/// studio/1. Keeps nothing: each list is made from what the other rooms know at that moment, with
/// one call for all names. Safe from any thread.
class StudioService {
 public:
  explicit StudioService(Neighbours neighbours) : neighbours_(std::move(neighbours)) {}

  Day on(const CallContext& context, const GetDay& call) const;
  PreparedRows on(const CallContext& context, const GetPrepared& call) const;
  History on(const CallContext& context, const GetHistory& call) const;
  Open on(const CallContext& context, const GetOpen& call) const;

 private:
  std::vector<Row> rows_of(const CallContext& context, const GetDay& call, Date day) const;
  static void add_rows(const std::vector<prescribing::Prescription>& prescriptions,
                       std::map<Id, std::string>& authors, std::vector<Row>& rows);
  std::map<Id, std::string> doctors(const CallContext& context) const;
  /// Puts the patients' names into rows that have their ids.
  template <class AnyRow>
  void name_patients(const CallContext& context, std::vector<AnyRow>& rows) const;

  Neighbours neighbours_;
};

}  // namespace curante::studio
