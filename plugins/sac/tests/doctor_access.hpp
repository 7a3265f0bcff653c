// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "curante/testing/caller.hpp"
#include "sac_practice.hpp"
#include "services.hpp"

namespace curante::sac {

/// Doctor Fabbri before the access service.
class SacDoctorTest : public SacTest {
 protected:
  SacDoctorTest() { open(); }

  void open() {
    service_.open(channel_->credentials, channel_->client, channel_->transmitter, channel_->desk,
                  {[this] { return now(); }, {}});
  }
  template <class Call>
  typename Call::Reply ask(const Call& call) {
    return service_.on(doctor_.context(), call);
  }
  sistema_ts::Access save(const std::string& password, const std::string& pincode) {
    return ask(sistema_ts::SaveCredentials{fabbri().user, password, pincode, {}});
  }
  sistema_ts::Access access() { return ask(sistema_ts::GetAccess{}); }
  void move_clock_to(const std::string& instant) {
    move_clock(Instant::parse(instant).ms - now().ms);
  }

  testing::Caller doctor_{{{"practice", "1"}, {"user", fabbri().doctor.account.value()}}};
  accounts::Doctor data_ = fabbri().doctor;
  int changes_ = 0;
  AccessService service_{[this](const CallContext&) { return data_; },
                         [this](const CallContext&) { ++changes_; }};
};

}  // namespace curante::sac
