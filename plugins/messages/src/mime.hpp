// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "letter.hpp"
#include "settings.hpp"

namespace curante::messages {

/// The letter as it goes over the wire (RFC 5322 and MIME), with a Message-ID made of the letter's
/// own id and its date of queuing: a second try is the same message, and can be told from another.
std::string mime_text(const Letter& letter, const MailSettings& from);

}  // namespace curante::messages
