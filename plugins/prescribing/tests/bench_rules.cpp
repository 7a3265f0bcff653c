// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include "assessor.hpp"
#include "prescribing_rules.hpp"
#include "rule_cases.hpp"

namespace {

/// Of this thread, since whoever else works on the machine is not what is measured.
double spent_ms() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

}  // namespace

/// What judging a draft of 8 lines costs with the whole package, one JSON object a line.
int main() {
  using namespace curante::prescribing;
  const RuleTable rules(curante::embedded::prescribing_rules());
  const Facts facts = facts_of(
      "exemption=013 question=controllo allergy=Graminacee allergy=Penicilline "
      "drug=aspirin recent=5 n=3 posology=1_compressa_al_giorno drug=amoxicillin n=2 drug=statin "
      "note=13 "
      "drug=ceftriaxone n=6 drug=aspirin class=C atc=N05BA06 service=89.01 priority=B "
      "service=88.72.2 branches=08 priority=D service=93.11 branches=12 cyclic sessions=9");
  constexpr int times = 2'000;
  std::vector<double> milliseconds;
  size_t said = 0;
  for (int i = 0; i < times; ++i) {
    const double start = spent_ms();
    const Assessment assessment = assess(rules, facts);
    milliseconds.push_back(spent_ms() - start);
    said += assessment.findings.size() + assessment.recipes.size();
  }
  std::sort(milliseconds.begin(), milliseconds.end());
  std::printf(
      "{\"name\":\"assess_8_lines_median_ms\",\"value\":%.4f,\"unit\":\"ms\",\"goal\":\"<= 1\"}\n",
      milliseconds[times / 2]);
  std::printf(
      "{\"name\":\"assess_8_lines_p99_ms\",\"value\":%.4f,\"unit\":\"ms\",\"goal\":\"<= 1\"}\n",
      milliseconds[times * 99 / 100]);
  std::printf(
      "{\"name\":\"assess_8_lines_said\",\"value\":%zu,\"unit\":\"findings and "
      "recipes\",\"goal\":\"> 0\"}\n",
      said / times);
  return said > 0 ? 0 : 1;
}
