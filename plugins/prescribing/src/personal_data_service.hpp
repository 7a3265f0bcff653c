// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/context.hpp"
#include "past_import.hpp"
#include "prepared_store.hpp"
#include "template_store.hpp"
#include "usual_delivery.hpp"

namespace curante::prescribing {

/// personal-data/1 of this room: prescribing.prescriptions, one PastPrescription per recipe;
/// prescribing.prepared, one Prepared each; and, of the practice rather than a patient,
/// prescribing.templates, one DoctorTemplate each, and prescribing.usual_deliveries, one
/// DoctorUsualDelivery each. Safe from any thread.
class PersonalDataService {
 public:
  PersonalDataService(const Host& host, postgres::Pool& pool)
      : host_(host),
        pool_(pool),
        import_(host, pool),
        templates_(host, pool),
        prepared_(host, pool),
        usual_(pool) {}

  personal_data::SectionList on(const CallContext& context, const personal_data::Enumerate& call);
  personal_data::Records on(const CallContext& context, const personal_data::Export& call);
  personal_data::Imported on(const CallContext& context, const personal_data::Import& call);
  personal_data::Erased on(const CallContext& context, const personal_data::Erase& call);
  personal_data::Erased on(const CallContext& context, const personal_data::Anonymise& call);

 private:
  personal_data::Records exported_templates(const CallContext& context,
                                            const personal_data::Export& call);
  personal_data::Records exported_prepared(const CallContext& context,
                                           const personal_data::Export& call);
  personal_data::Records exported_usual(const CallContext& context,
                                        const personal_data::Export& call);
  /// Reads each record as a `Record` and hands it to `put`; tells which are refused.
  template <class Record, class Put>
  personal_data::Imported import_each(const personal_data::Import& call, Put&& put) const;
  void add_lines(pqxx::transaction_base& tx, const std::string& practice,
                 std::vector<PastPrescription>& recipes) const;

  Host host_;
  postgres::Pool& pool_;
  PastImport import_;
  TemplateStore templates_;
  PreparedStore prepared_;
  UsualDeliveries usual_;
};

}  // namespace curante::prescribing
