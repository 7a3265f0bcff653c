// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/context.hpp"
#include "curante/postgres/pool.hpp"
#include "prescribing.hpp"

namespace curante::prescribing {

/// How each practice prints what its staff prepared. Safe from any thread.
class PreparedPrintings {
 public:
  explicit PreparedPrintings(postgres::Pool& pool) : pool_(pool) {}

  PrintingOfPrepared on(const CallContext& context, const GetPreparedPrinting& call) const;
  PrintingOfPrepared on(const CallContext& context, const SavePreparedPrinting& call);

 private:
  postgres::Pool& pool_;
};

}  // namespace curante::prescribing
