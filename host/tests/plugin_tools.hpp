// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace curante::kernel {

namespace fs = std::filesystem;

struct Outcome {
  int code = -1;
  std::string text;
};

/// A copy of the installed tool with a folder of trust of its own.
class PluginTools : public testing::Test {
 protected:
  PluginTools() {
    char pattern[] = "/tmp/curante-tools-XXXXXX";
    directory_ = mkdtemp(pattern);
    fs::create_directories(directory_ + "/bin");
    fs::create_directories(trust());
    fs::copy_file(CURANTE_TOOL, directory_ + "/bin/curante");
    fs::copy_file(CURANTE_RUNNER, directory_ + "/bin/curante-runner");
    fs::copy_file(std::string(CURANTE_TRUST) + "/libraries.info", trust() + "/libraries.info");
    install("sound");
  }
  ~PluginTools() override { fs::remove_all(directory_); }

  std::string trust() const { return directory_ + "/share/curante/trust"; }
  std::string library() const { return directory_ + "/test.greeter.so"; }
  std::string key() const { return directory_ + "/maker.key"; }
  void install(const std::string& name) const {
    fs::copy_file(std::string(CURANTE_TEST_LIBRARIES) + "/" + name + ".so", library(),
                  fs::copy_options::overwrite_existing);
  }
  Outcome run(const std::string& line) const { return run_in(directory_, line); }
  Outcome run_in(const std::string& folder, const std::string& line) const {
    return said_by("cd " + folder + " && " + directory_ + "/bin/curante plugin " + line);
  }
  static Outcome said_by(const std::string& command) {
    FILE* out = popen((command + " 2>&1").c_str(), "r");
    Outcome outcome;
    char buffer[4096];
    for (size_t got; (got = fread(buffer, 1, sizeof buffer, out)) > 0;)
      outcome.text.append(buffer, got);
    const int status = pclose(out);
    outcome.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return outcome;
  }
  Outcome keygen(
      const std::string& more = "--kind core --plugins test. --contracts greeting/") const {
    return run("keygen " + key() + " --name maker --trust " + trust() + "/maker.info " + more);
  }
  Outcome sign_library() const { return run("sign " + library() + " --key " + key()); }

  std::string directory_;
};

}  // namespace curante::kernel
