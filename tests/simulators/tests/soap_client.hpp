// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>

#include "simulator_program.hpp"

/// Where an operation is, written out again from the WSDLs so that a slip on either side shows.
struct Address {
  std::string path;
  std::string action;
};

namespace addresses {
extern const Address kSend, kView, kWithdraw, kUsed, kLot, kCreate, kCheck, kRevoke,
    kDeclare;
}

/// Somebody who calls.
struct Account {
  std::string user;
  std::string password;
  std::string pincode;
  std::string region;
  std::string local_health_unit;
};

/// The MEF's published test doctor and substitute.
extern const Account kDoctor, kSubstitute;
/// Invented ones of Lazio.
extern const Account kLazioDoctor, kLazioSubstitute;

struct SoapAnswer {
  int status = 0;
  std::string body;
};

/// The answer ended before its announced length.
class CutReply : public std::runtime_error {
 public:
  CutReply() : std::runtime_error("the answer was cut") {}
};

/// Speaks to the simulator as a practice would.
class SoapClient {
 public:
  explicit SoapClient(const SimulatorProgram& simulator) : simulator_(simulator) {}

  struct Options {
    std::string token = {};  ///< empty: the wildcard of this month
    bool without_token = false;
    std::string authorization = {};  ///< instead of the account's
    std::string method = "POST";
    std::string content_type = "text/xml;charset=UTF-8";
    std::chrono::milliseconds patience{20'000};
  };
  /// Sends `message` in an envelope. Throws Poco exceptions and CutReply.
  SoapAnswer call(const Address& address, const Account& account, const std::string& message) const;
  SoapAnswer call(const Address& address, const Account& account, const std::string& message,
                  const Options& options) const;
  /// Sends a body as it is.
  SoapAnswer send(const Address& address, const Account& account, const std::string& body,
                  const Options& options) const;

  /// RSA PKCS#1 v1.5 with the simulator's sanitel.pem, then Base64.
  std::string encrypted(const std::string& plain) const;

 private:
  const SimulatorProgram& simulator_;
};

/// The SOAP 1.1 envelope around a message.
std::string in_envelope(const std::string& message);
