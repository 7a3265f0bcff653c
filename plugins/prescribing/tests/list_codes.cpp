// SPDX-License-Identifier: Apache-2.0
#include "list_codes.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace curante::prescribing {
namespace {

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(' '), last = text.find_last_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

std::string with_code(std::string given, const std::string& code) {
  for (size_t at = given.find('*'); at != std::string::npos; at = given.find('*', at)) {
    given.replace(at, 1, code);
    at += code.size();
  }
  return given;
}

}  // namespace

std::vector<ListCode> read_list_codes(const std::string& path) {
  std::vector<ListCode> all;
  std::ifstream in(path);
  EXPECT_TRUE(in) << path;
  int row = 0;
  for (std::string text; std::getline(in, text);) {
    ++row;
    if (text.empty() || text.front() == ';') continue;
    std::vector<std::string> parts;
    std::istringstream cells(text);
    for (std::string cell; std::getline(cells, cell, '|');) parts.push_back(trimmed(cell));
    EXPECT_EQ(parts.size(), 7u) << path << " row " << row;
    if (parts.size() != 7) continue;
    EXPECT_FALSE(parts[6].empty()) << path << " row " << row << ": no source";
    std::istringstream codes(parts[1]);
    for (std::string code; codes >> code;) {
      ListCode& it = all.emplace_back();
      it.list = parts[0];
      it.of_it = code.front() != '!';
      it.code = it.of_it ? code : code.substr(1);
      it.rule_case = {row, with_code(parts[2], it.code), parts[3], parts[4], limits_of(parts[5])};
    }
  }
  return all;
}

}  // namespace curante::prescribing
