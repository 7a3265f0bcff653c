// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace curante::kernel {

/// Of a new project: names that its code, its build and its files are made of.
struct ProjectNames {
  std::string id;                           ///< the plugin's, like it.example.hello
  std::vector<std::string> provides, uses;  ///< contracts
  std::vector<std::string> own;             ///< of these, the ones that the SDK does not have
  std::vector<std::string> known;  ///< name spaces of the SDK's contracts, like red_recipes
};

/// "red-recipes/1" → "red_recipes": its namespace, and its header without the ending.
std::string name_space_of(const std::string& contract);

/// Refuses names of which no C++ can be made, or that would stand for two things. Throws
/// Error{"usage"}.
void check_names(const ProjectNames& names);

}  // namespace curante::kernel
