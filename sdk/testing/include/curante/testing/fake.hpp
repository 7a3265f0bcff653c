// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/testing/mock.hpp"

namespace curante::testing {

/// A provider of any contract for tests that do not care: it answers every call with a
/// default-constructed reply. What a test does care for, it scripts as with a Mock.
template <ContractType Contract>
class Fake : public Mock<Contract> {
 public:
  Fake() : Mock<Contract>(typename Mock<Contract>::WithDefaults{}) {}
};

}  // namespace curante::testing
