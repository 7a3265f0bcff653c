// SPDX-License-Identifier: Apache-2.0
#include "lease_holder.hpp"

#include <unistd.h>

#include <fstream>
#include <sstream>

namespace curante::prescribing {
namespace {

std::string first_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

/// "boot/name space": processes with the same one can see each other.
std::string place() {
  char space[64] = {};
  if (readlink("/proc/self/ns/pid", space, sizeof space - 1) < 0) space[0] = '\0';
  return first_line("/proc/sys/kernel/random/boot_id") + "/" + space;
}

/// Field 22 of /proc/PID/stat; empty when there is no such process. The name in field 2 may hold
/// blanks and brackets, so fields are counted after its last bracket.
std::string start_time(const std::string& pid) {
  const std::string stat = first_line("/proc/" + pid + "/stat");
  const size_t name_end = stat.rfind(')');
  if (name_end == std::string::npos) return "";
  std::istringstream fields(stat.substr(name_end + 1));
  std::string field;
  for (int number = 3; number <= 22; ++number) fields >> field;
  return field;
}

}  // namespace

std::string lease_holder() {
  const std::string pid = std::to_string(getpid());
  return place() + "/" + pid + "/" + start_time(pid);
}

bool surely_dead(const std::string& holder) {
  const std::string here = place() + "/";
  if (here.size() < 40 || holder.compare(0, here.size(), here) != 0) return false;
  const std::string process = holder.substr(here.size());
  const size_t slash = process.find('/');
  if (slash == std::string::npos) return false;
  return start_time(process.substr(0, slash)) != process.substr(slash + 1);
}

}  // namespace curante::prescribing
