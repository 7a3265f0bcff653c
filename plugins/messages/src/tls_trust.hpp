// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>

#include <string>

namespace curante::messages {

/// How the other side of a connection is judged: TLS 1.2 at least, a trusted certificate of the
/// host's own name. `ca_file`: trusted instead of the system's certificates; empty: these. Throws
/// Error{"messages-settings"}.
Poco::Net::Context::Ptr tls_trust(const std::string& ca_file);

/// Whether a connection failed for the other side's certificate, and not because it broke.
bool certificate_refused(const Poco::Exception& thrown);

}  // namespace curante::messages
