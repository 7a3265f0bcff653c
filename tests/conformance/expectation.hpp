// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json.hpp>
#include <string>

namespace curante::conformance {

/// Whether a null in the reply is a value as others, or stands for what is not known any more.
enum class Nulls { are_values, are_unknown };

/// Where and how a reply is not what a suite expects; empty when it is.
///
/// An object demands its members and minds no others; a list demands as many elements, each as
/// expected. "*" is any text that is not empty, "~pattern" a text that the regular expression finds
/// itself in, {"$some": …} a list with such an element, {"$least": n} a number or list that large.
std::string mismatch(const boost::json::value& expected, const boost::json::value& actual,
                     Nulls nulls = Nulls::are_values);

/// The first place where two trees differ, with both values, "was" and "is"; empty for equal ones.
std::string difference(const boost::json::value& was, const boost::json::value& is);

}  // namespace curante::conformance
