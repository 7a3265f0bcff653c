// SPDX-License-Identifier: Apache-2.0
#include "info/info_document.hpp"

#include <boost/property_tree/info_parser.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "info/info_scan.hpp"

namespace curante::kernel {

namespace {

using Tree = boost::property_tree::ptree;

/// Joins the parsed tree with the scanned lines: both keep the document's order.
bool join(Tree& tree, const std::vector<int>& lines, size_t& next, InfoNode& node) {
  node.children.reserve(tree.size());
  for (auto& [key, child] : tree) {
    if (next >= lines.size()) return false;
    InfoNode& it =
        node.children.emplace_back(InfoNode{key, std::move(child.data()), lines[next++], {}});
    if (!join(child, lines, next, it)) return false;
  }
  return true;
}

}  // namespace

std::optional<InfoNode> read_info(std::string_view text, const std::string& file,
                                  Problems& problems) {
  const size_t before = problems.size();
  const std::vector<int> lines = scan_info(text, file, problems);
  if (problems.size() != before) return std::nullopt;
  Tree tree;
  try {
    std::istringstream in{std::string(text)};
    boost::property_tree::read_info(in, tree);
  } catch (const boost::property_tree::info_parser_error& e) {
    problems.push_back({"info-syntax", file, static_cast<int>(e.line()), e.message(),
                        "an entry is a key, a value on the same line, and maybe { … }"});
    return std::nullopt;
  }
  InfoNode root;
  size_t next = 0;
  // The scan splits the text as the parser does, so the two agree; should a later Boost split it
  // otherwise, no line may be told wrong.
  if (!join(tree, lines, next, root) || next != lines.size()) {
    problems.push_back({"info-syntax", file, 0, "the file cannot be read unambiguously",
                        "write one entry a line"});
    return std::nullopt;
  }
  return root;
}

std::optional<InfoNode> read_info_file(const std::string& path, Problems& problems) {
  std::error_code failed;
  std::ifstream in;
  if (std::filesystem::is_regular_file(path, failed)) in.open(path, std::ios::binary);
  std::string text(max_info_size + 1, ' ');
  if (in.is_open()) in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(in.gcount()));
  if (!in.is_open() || in.bad()) {
    problems.push_back(
        {"info-missing", path, 0, "the file cannot be read", "check its name and its permissions"});
    return std::nullopt;
  }
  return read_info(text, path, problems);
}

}  // namespace curante::kernel
