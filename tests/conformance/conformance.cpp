// SPDX-License-Identifier: Apache-2.0
// Whether the providers of all contracts do what the contracts say, the same on every path.
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <numeric>
#include <set>

#include "cli/arguments.hpp"
#include "suite_run.hpp"

namespace curante::conformance {

namespace fs = std::filesystem;
using kernel::Arguments;

namespace {

constexpr const char* usage =
    "conformance [--providers practice|mocks] [--path NAME] [--transcripts FOLDER] [--contract "
    "NAME/N]\n"
    "            [--provider ID] [--library FILE [--trust FILE]]\n"
    "conformance --complete       whether every call of every contract is asked\n";

const PathChoice& path_named(const std::string& name) {
  for (const PathChoice& it : path_choices()) {
    if (it.name == name) return it;
  }
  throw Error("usage", "there is no path «" + name + "»", usage);
}

/// The host's own contract: it has one provider, to whom no plugin is ever bound, so there are no
/// paths to compare. Tried in host/tests/hosting_test.cpp.
constexpr const char* unbound = "hosting.lock";

/// Contracts and their suites agree, and the driver speaks all of them.
int check_complete() {
  std::vector<std::string> missing;
  for (const auto& file : fs::directory_iterator(kernel::Installation::here().contracts)) {
    if (file.path().extension() != ".lock" || file.path().filename() == unbound) continue;
    for (std::string& it : missing_in(CONFORMANCE_SUITES, file.path().string())) {
      missing.push_back(std::move(it));
    }
    std::string contract = file.path().stem().string() + "/1";
    std::replace(contract.begin(), contract.end(), '_', '-');
    if (!speaks(contract)) missing.push_back("the driver does not speak " + contract);
  }
  for (const std::string& it : missing) std::cout << it << "\n";
  return missing.empty() ? 0 : 1;
}

/// One run: a set of providers on one path.
class Trial {
 public:
  explicit Trial(const Arguments& arguments)
      : arguments_(arguments),
        set_(arguments.has("providers") ? arguments.get("providers") : "practice"),
        path_(path_named(arguments.has("path") ? arguments.get("path") : "direct")),
        folder_(arguments.get("transcripts")),
        practice_(set_, {arguments.get("library"), arguments.get("trust")}, path_,
                  (folder_ / set_ / "recordings").string()),
        run_(practice_) {}

  int run() {
    run_.run(read_suite(CONFORMANCE_SUITES "/practice.json"), 0);
    report("practice", "");
    if (!folder_.empty() && all() && is_first()) fs::remove_all(folder_ / set_ / path_.name);
    std::vector<size_t> order(Driver::targets.size());
    std::iota(order.begin(), order.end(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [](size_t a, size_t b) {
      return Driver::targets[a].contract < Driver::targets[b].contract;
    });
    for (const size_t target : order) {
      if (wanted(Driver::targets[target])) try_target(target);
    }
    if (tried_ == 0) std::cout << "no suite was run\n";
    if (!folder_.empty() && all() && !is_first()) report("every provider", missed());
    std::cout << fmt::format("{} suites on the path {}, {} not passed\n", tried_, path_.name,
                             failed_);
    return tried_ > 0 && failed_ == 0 ? 0 : 1;
  }

 private:
  bool all() const { return !arguments_.has("contract") && !arguments_.has("provider"); }
  bool is_first() const { return path_.name == path_choices().front().name; }

  /// What was tried on the first path and not on this one. The database lends its sockets to the
  /// others, so it alone has no process of its own.
  std::string missed() const {
    std::string text;
    for (const auto& it : fs::directory_iterator(folder_ / set_ / path_choices().front().name)) {
      const std::string name = it.path().filename().string();
      const bool lends = path_.isolated && name.ends_with("@curante.database.whole");
      if (name.ends_with(".whole") && !lends && !done_.contains(name)) {
        text += "  " + name + " was not tried on this path\n";
      }
    }
    return text;
  }

  bool wanted(const Target& it) const {
    return (!arguments_.has("contract") || arguments_.get("contract") == it.contract) &&
           (!arguments_.has("provider") || arguments_.get("provider") == it.provider);
  }

  void try_target(size_t target) {
    const Target& it = Driver::targets[target];
    for (const Suite& suite : suites_for(CONFORMANCE_SUITES, it.contract, it.provider)) {
      const Transcripts transcripts = run_.run(suite, target);
      ++tried_;
      report(suite.name + " of " + it.provider, compared(suite.name, it.provider, transcripts));
    }
  }

  /// Keeps the transcripts, and compares them with those of the first path.
  std::string compared(const std::string& suite, const std::string& provider,
                       const Transcripts& transcripts) {
    if (folder_.empty()) return {};
    const auto file_on = [&](const std::string& path, const char* ending) {
      return folder_ / set_ / path / (suite + "@" + provider + ending);
    };
    fs::create_directories(file_on(path_.name, "").parent_path());
    done_.insert(suite + "@" + provider + ".whole");
    std::ofstream(file_on(path_.name, ".whole")) << transcripts.whole.text();
    std::ofstream(file_on(path_.name, ".recorded")) << transcripts.recorded.text();
    const std::string& first = path_choices().front().name;
    if (is_first()) return {};
    const bool replayed = path_.recording == PathChoice::replayed;
    std::ifstream in(file_on(first, replayed ? ".recorded" : ".whole"));
    if (!in) return "  there is no transcript of the path " + first + ": run that first\n";
    return (replayed ? transcripts.recorded : transcripts.whole)
        .against({std::istreambuf_iterator<char>(in), {}});
  }

  void report(const std::string& what, const std::string& differences) {
    const std::string failures = run_.take_failures();
    const bool passed = failures.empty() && differences.empty();
    failed_ += passed ? 0 : 1;
    // What follows a failed step was not asked: differences would only repeat that.
    std::cout << fmt::format("{:<7}{}\n{}", passed ? "passed" : "FAILED", what,
                             failures.empty() ? differences : failures);
  }

  const Arguments& arguments_;
  std::string set_;
  const PathChoice& path_;
  fs::path folder_;
  Practice practice_;
  SuiteRun run_;
  std::set<std::string> done_;  ///< names of transcripts
  int tried_ = 0, failed_ = 0;
};

int main(int count, char** words) {
  std::signal(SIGPIPE, SIG_IGN);
  try {
    const Arguments arguments = Arguments::parse({words + 1, words + count}, {"complete"});
    arguments.allow({"providers", "path", "transcripts", "contract", "provider", "library", "trust",
                     "complete"});
    if (arguments.has("complete")) return check_complete();
    return Trial(arguments).run();
  } catch (const Error& e) {
    std::cout << fmt::format("{}: {}\n{}\n", e.code(), e.message(), e.remedy());
  } catch (const std::exception& e) {
    std::cout << e.what() << "\n";
  }
  return 2;
}

}  // namespace

}  // namespace curante::conformance

int main(int count, char** words) {
  return curante::conformance::main(count, words);
}
