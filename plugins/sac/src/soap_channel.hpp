// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/URI.h>

#include <functional>
#include <memory>
#include <string>

#include "kept_connections.hpp"
#include "proxy.hpp"
#include "soap/envelope.hpp"

namespace curante::sac {

/// A doctor's way in: Basic credentials, and the second factor where the operation needs it.
struct Authorization {
  std::string user, password, token;
};

/// What is known after a request that got no usable answer.
enum class Delivery {
  not_sent,      ///< no octet of it reached the service
  not_accepted,  ///< the service turned it away before it looked at it (credentials)
  unknown        ///< it may have been processed
};

/// A request without a usable answer: the code "service-unreachable", "service-unauthorised",
/// "service-uncertain" or "service-fault", and what may have become of it.
class DeliveryError : public Error {
 public:
  DeliveryError(Delivery delivery, std::string code, std::string message, std::string remedy)
      : Error(std::move(code), std::move(message), std::move(remedy)), delivery_(delivery) {}
  Delivery delivery() const { return delivery_; }

 private:
  Delivery delivery_;
};

/// SOAP 1.1 over HTTPS to one of Sistema TS's hosts, through the practice's proxy if it has one (a
/// tunnel: the proxy sees the host's name and nothing else). A connection goes on to the next
/// request only after a whole answer; one on which anything went wrong ends. Safe from any thread.
class SoapChannel {
 public:
  /// Gets a line's fault in the words of the library that met it, for the operator; no part of a
  /// message.
  using Log = std::function<void(const std::string&)>;
  /// `ca_file`: certificates to trust; empty: the system's. Throws Error{"tls-trust"}.
  SoapChannel(
      const std::string& ca_file, int timeout_ms, Proxy proxy = {},
      Log log = [](const std::string&) {});

  /// Throws Error{"endpoint-insecure"} when it is no https address.
  static void check_endpoint(const std::string& endpoint);

  /// Sends and waits for the answer: at most `timeout_ms` for the connection, for the first octet
  /// and for the rest. Throws DeliveryError, also for a SOAP fault; Error{"message-refused"} for
  /// the fault that says the message is against its schema: nothing was done with it.
  SoapAnswer post(const std::string& endpoint, const std::string& path, const std::string& action,
                  const std::string& message, const Authorization& authorization,
                  const std::string& content_type = "text/xml;charset=UTF-8") const;
  /// Whether the host answers at all. Never throws.
  bool reachable(const std::string& endpoint) const;

 private:
  KeptConnections::Session session_for(const Poco::URI& uri, int timeout_ms) const;
  /// Sends all of a request; throws DeliveryError{not_sent} when there was no way to.
  void send(Connection& session, Poco::Net::HTTPRequest& request, const std::string& message) const;

  Poco::Net::Context::Ptr tls_;
  int timeout_ms_;
  Proxy proxy_;
  Log log_;
  mutable KeptConnections kept_;
};

}  // namespace curante::sac
