// SPDX-License-Identifier: Apache-2.0
#include "web/multipart.hpp"

#include <Poco/Exception.h>
#include <Poco/Net/MessageHeader.h>
#include <Poco/Net/MultipartReader.h>
#include <Poco/Net/NameValueCollection.h>
#include <Poco/StreamCopier.h>

#include <sstream>

#include "xml/soap.hpp"

namespace sistema_ts {

bool is_multipart(const std::string& content_type) {
  return content_type.starts_with("multipart/related");
}

Multipart take_apart(const std::string& content_type, const std::string& body) {
  try {
    std::string value;
    Poco::Net::NameValueCollection parameters;
    Poco::Net::MessageHeader::splitParameters(content_type, value, parameters);
    std::istringstream in(body);
    Poco::Net::MultipartReader reader(in, parameters.get("boundary"));
    Multipart parts;
    for (std::string* part : {&parts.message, &parts.attachment}) {
      if (!reader.hasNextPart()) break;
      Poco::Net::MessageHeader header;
      reader.nextPart(header);
      Poco::StreamCopier::copyToString(reader.stream(), *part);
    }
    return parts;
  } catch (const Poco::Exception& problem) {
    throw SoapFault("the multipart message cannot be read: " + problem.displayText());
  }
}

}  // namespace sistema_ts
