// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>

namespace curante::conformance {

/// Where and how a reply is not what a suite expects; empty when it is.
///
/// An object demands its members and minds no others; a list demands as many elements, each as
/// expected. "*" is any text that is not empty, "~pattern" a text that the regular expression finds
/// itself in, {"$some": …} a list with such an element, {"$least": n} a number or list that large.
std::string mismatch(const boost::json::value& expected, const boost::json::value& actual);

/// The first place where two trees differ, with both values, "was" and "is"; empty for equal ones.
std::string difference(const boost::json::value& was, const boost::json::value& is);

}  // namespace curante::conformance
