// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "clinical_store.hpp"
#include "curante/host.hpp"
#include "patient_store.hpp"
#include "personal_data.hpp"
#include "record_sections.hpp"

namespace curante::chart {

/// personal-data/1 of the chart: bulk import by COPY, export, erasure, anonymisation. A record is
/// the JSON text of the contract's struct. Safe from any thread.
class PersonalDataService {
 public:
  explicit PersonalDataService(const Host& host) : host_(host) {}
  void open(postgres::Pool& pool, const std::string& practice);

  personal_data::SectionList on(const CallContext&, const personal_data::Enumerate& call);
  personal_data::Records on(const CallContext&, const personal_data::Export& call);
  personal_data::Imported on(const CallContext&, const personal_data::Import& call);
  personal_data::Erased on(const CallContext&, const personal_data::Erase& call);
  personal_data::Erased on(const CallContext&, const personal_data::Anonymise& call);

 private:
  /// A record's JSON text; `row` holds the section's id.
  std::string record(pqxx::transaction_base& tx, const RecordSection& section, const Id& id,
                     const Id& patient) const;

  struct Parts {
    postgres::Pool& pool;
    std::string practice;
    PatientStore patients;
    ClinicalStore clinical;
  };
  Host host_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace curante::chart
