// SPDX-License-Identifier: Apache-2.0
// contract-locks --check DIR    compares sdk/contracts with its lock files
// contract-locks --write DIR    writes them anew; refuses while a change breaks a revision
#include <fstream>
#include <iostream>
#include <sstream>

#include "lock_difference.hpp"
#include "lock_text.hpp"

namespace {

using namespace curante::locks;

std::string read(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3 || (std::string(argv[1]) != "--check" && std::string(argv[1]) != "--write")) {
    std::cerr << "usage: contract-locks --check|--write DIRECTORY\n";
    return 2;
  }
  const bool write = std::string(argv[1]) == "--write";
  bool good = true;
  for (const Described& contract : all_contracts()) {
    const std::string file = std::string(argv[2]) + "/" + contract.file;
    const std::string now = lock_text(contract.description), locked = read(file);
    if (now == locked) continue;
    bool breaking = false;
    if (locked.empty()) std::cout << contract.file << ": additive: the contract is new\n";
    if (!locked.empty()) {
      for (const Difference& it : differences(boost::json::parse(locked), contract.description)) {
        std::cout << contract.file << ": " << it.text << "\n";
        breaking = breaking || it.breaking;
      }
    }
    if (write && !breaking) {
      std::ofstream(file, std::ios::trunc) << now;
    } else {
      good = false;
      std::cout << contract.file << ": "
                << (breaking ? "make a new revision of the contract beside this one"
                             : "accept with contract-locks --write sdk/contracts")
                << "\n";
    }
  }
  return good ? 0 : 1;
}
