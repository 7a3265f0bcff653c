// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "chart.hpp"
#include "prescribing.hpp"
#include "random_source.hpp"
#include "regimen.hpp"

namespace curante::demo {

/// What is known of one person.
struct Record {
  std::vector<chart::Allergy> allergies;
  std::vector<chart::Problem> problems;
  std::vector<chart::Contact> contacts;
  std::vector<chart::Therapy> therapies;
  std::vector<prescribing::PastPrescription> prescriptions;
};

/// How much is made of everybody's past.
struct Extent {
  int years = 5;
  int contacts = 35;  ///< of a person in all, on average
  int lines = 100;    ///< of recipes in all, on average
};

/// Makes problems, therapies, allergies, diary and past prescriptions that fit a person's age, and
/// gives the person the exemptions that go with them.
class ClinicalMaker {
 public:
  ClinicalMaker(std::vector<Regimen> regimens, std::vector<formulary::Drug> occasional,
                Instant now);

  Record make(RandomSource& random, chart::Patient& person, const Extent& extent) const;

 private:
  void add_allergy(RandomSource& random, const chart::Patient& person, Record& record) const;
  void add_problems(RandomSource& all, chart::Patient& person, int age, Record& record) const;
  void add_contacts(RandomSource& random, const chart::Patient& person, const Extent& extent,
                    Record& record) const;
  void add_prescriptions(RandomSource& random, const chart::Patient& person, const Extent& extent,
                         Record& record) const;
  Instant past(RandomSource& random, int years) const;

  std::vector<Regimen> regimens_;
  std::vector<formulary::Drug> occasional_;
  Instant now_;
};

}  // namespace curante::demo
