// SPDX-License-Identifier: Apache-2.0
#include "print/win_ansi.hpp"

#include <Poco/TextConverter.h>
#include <Poco/UTF8Encoding.h>
#include <Poco/Windows1252Encoding.h>

namespace sistema_ts {

std::string win_ansi(const std::string& utf8) {
  static const Poco::UTF8Encoding from;
  static const Poco::Windows1252Encoding to;
  std::string octets;
  Poco::TextConverter(from, to, '?').convert(utf8, octets);
  return octets;
}

}  // namespace sistema_ts
