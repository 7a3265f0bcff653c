// SPDX-License-Identifier: Apache-2.0
#include "simulator_program.hpp"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <stdexcept>

namespace {

struct Started {
  pid_t process;
  int output;
};

Started start(const std::vector<std::string>& words) {
  std::vector<char*> arguments;
  for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t process = fork();
  if (process == 0) {
    // A test that is killed leaves no simulator behind.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  close(ends[1]);
  if (process < 0) throw std::runtime_error("no process");
  return {process, ends[0]};
}

int wait_for(pid_t process) {
  int status = 0;
  if (waitpid(process, &status, 0) != process) throw std::runtime_error("process lost");
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/// Reads until a line is complete or the other side closes, at most half a minute.
std::string read_line(int descriptor) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  std::string line;
  while (line.find('\n') == std::string::npos) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    pollfd watched{descriptor, POLLIN, 0};
    if (left.count() <= 0 || poll(&watched, 1, static_cast<int>(left.count())) <= 0) break;
    char piece[512];
    const ssize_t size = read(descriptor, piece, sizeof piece);
    if (size <= 0) break;
    line.append(piece, static_cast<size_t>(size));
  }
  return line;
}

}  // namespace

ScratchDirectory::ScratchDirectory() {
  std::string pattern = (std::filesystem::temp_directory_path() / "simulator-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no scratch directory");
  path_ = pattern;
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Ended run_to_end(const std::vector<std::string>& words) {
  const Started started = start(words);
  std::string output;
  char piece[4096];
  for (ssize_t size; (size = read(started.output, piece, sizeof piece)) > 0;) {
    output.append(piece, static_cast<size_t>(size));
  }
  close(started.output);
  return {wait_for(started.process), output};
}

SimulatorProgram::SimulatorProgram(const std::filesystem::path& state, uint16_t port)
    : state_(state) {
  const Started started =
      start({SIMULATOR_PROGRAM, "--state", state.string(), "--port", std::to_string(port)});
  process_ = started.process;
  const std::string line = read_line(started.output);
  close(started.output);
  unsigned said = 0;
  unsigned admin_port = 0;
  if (std::sscanf(line.c_str(), "ready https://127.0.0.1:%u admin http://127.0.0.1:%u", &said,
                  &admin_port) != 2) {
    end(SIGKILL);
    throw std::runtime_error("the simulator did not start: " + line);
  }
  port_ = static_cast<uint16_t>(said);
  admin_port_ = static_cast<uint16_t>(admin_port);
}

SimulatorProgram::~SimulatorProgram() {
  if (process_ > 0) end(SIGKILL);
}

int SimulatorProgram::end(int signal) {
  kill(process_, signal);
  const int result = wait_for(process_);
  process_ = -1;
  return result;
}

boost::json::value SimulatorProgram::admin(const std::string& method, const std::string& path,
                                           const boost::json::object& body, int status) const {
  Poco::Net::HTTPClientSession session("127.0.0.1", admin_port_);
  Poco::Net::HTTPRequest request(method, path, "HTTP/1.1");
  const std::string text = method == "POST" ? boost::json::serialize(body) : "";
  request.setContentLength(static_cast<std::streamsize>(text.size()));
  session.sendRequest(request) << text << std::flush;
  Poco::Net::HTTPResponse response;
  std::string answer;
  Poco::StreamCopier::copyToString(session.receiveResponse(response), answer);
  if (response.getStatus() != status) {
    throw std::runtime_error(
        fmt::format("{} {}: {} {}", method, path, static_cast<int>(response.getStatus()), answer));
  }
  return boost::json::parse(answer);
}
