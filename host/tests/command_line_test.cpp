// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "cli/admin_client.hpp"
#include "cli/admin_socket.hpp"
#include "cli/commands.hpp"
#include "curante/error.hpp"
#include "plugins_in_test.hpp"

namespace curante::kernel {
namespace {

namespace json = boost::json;

template <class Run>
std::string code_of(Run&& run) {
  try {
    run();
    return "done";
  } catch (const Error& e) {
    return e.code();
  }
}

/// Gives a token to anybody, so that `curante login` has somebody to ask.
struct Session {
  std::string token;
};
CURANTE_DESCRIBE(Session, token);
struct SignIn {
  using Reply = Session;
  static constexpr bool is_public = true;
  static constexpr bool anonymous = true;
  std::string user_name, password;
};
CURANTE_DESCRIBE(SignIn, user_name, password);
struct DoorContract {
  static constexpr std::string_view id = "accounts/1";
  using Calls = curante::Calls<SignIn>;
};
class Door : public Plugin {
 public:
  explicit Door(const curante::Host& host) : service_(provide<DoorContract>(host, *this)) {}
  std::vector<Service*> services() override { return {service_.get()}; }
  Session on(const CallContext&, const SignIn&) { return {"a-token"}; }

 private:
  std::unique_ptr<Service> service_;
};

/// A host with its local socket in a folder of its own.
class LocalSocket : public testing::Test {
 protected:
  LocalSocket() {
    char pattern[] = "/tmp/curante-data-XXXXXX";
    data_ = mkdtemp(pattern);
  }
  ~LocalSocket() override { std::filesystem::remove_all(data_); }

  void open() {
    LaunchPlan plan;
    plan.plugins.push_back(built("sound"));
    plan.plugins.push_back(linked<Door>("test.door"));
    host_.launch(std::move(plan));
    socket_.emplace(host_, admin_socket_path(data_), std::vector<std::string>{"greet"});
  }
  json::value ask(const json::object& request) { return AdminClient(data_).ask(request); }
  static json::object greet(const char* call) {
    return {{"do", "call"},
            {"contract", "greeting/1"},
            {"call", call},
            {"request", json::object{{"name", "Anna"}}}};
  }
  Arguments line(std::vector<std::string> words) const {
    Arguments arguments;
    arguments.words = std::move(words);
    arguments.flags["data"] = data_;
    return arguments;
  }

  std::string data_;
  Log log_{CURANTE_LOG_ERROR + 1};
  Host host_{log_, {}};
  std::optional<AdminSocket> socket_;
};

TEST_F(LocalSocket, AnswersWhoMayUseIt) {
  open();
  EXPECT_EQ(ask(greet("Greet")).at("text").as_string(), "hello Anna");
  EXPECT_EQ(ask({{"do", "directory"}}).at("plugins").as_array().size(), 2u);
  EXPECT_EQ(code_of([&] { ask(greet("Whisper")); }), "call-not-public");
  EXPECT_EQ(code_of([&] { ask({{"do", "dance"}}); }), "request-unknown");
  EXPECT_EQ(code_of([&] {
              ask({{"do", "verb"}, {"arguments", json::array{"dance"}}, {"directory", "/"}});
            }),
            "verb-unknown");
  EXPECT_EQ(code_of([&] {
              json::object request = greet("Greet");
              request["token"] = "of nobody";
              ask(request);
            }),
            "contract-unavailable");  // nobody tells users apart here
}

TEST_F(LocalSocket, SurvivesARequestThatLacksHalf) {
  open();
  EXPECT_EQ(code_of([&] { ask({{"do", "verb"}}); }), "internal-error");
  EXPECT_EQ(ask(greet("Greet")).at("text").as_string(), "hello Anna");
}

TEST_F(LocalSocket, CallsAndSignsIn) {
  open();
  testing::internal::CaptureStdout();
  EXPECT_EQ(call_command(line({"greeting/1", "Greet", R"({"name":"Anna"})"})), exit_done);
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "{\"text\":\"hello Anna\",\"caller\":\"curante\"}\n");
  testing::internal::CaptureStdout();
  call_command(line({"greeting/1", "Greet", R"({"name":"\u009b31m"})"}));
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "{\"text\":\"hello \\u009b31m\",\"caller\":\"curante\"}\n");
  Arguments as = line({"greeting/1", "Greet"});
  as.flags["as"] = "rossi";
  setenv("HOME", data_.c_str(), 1);
  EXPECT_EQ(code_of([&] { call_command(as); }), "not-signed-in");
  Arguments login = line({"rossi"});
  login.flags["password-file"] = "/dev/null";
  testing::internal::CaptureStdout();
  EXPECT_EQ(login_command(login), exit_done);
  testing::internal::GetCapturedStdout();
  const auto token = data_ + "/.config/curante/token-rossi";
  EXPECT_EQ(std::filesystem::status(token).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  setenv("HOME", "/proc", 1);
  EXPECT_EQ(code_of([&] { login_command(login); }), "token-file");
}

TEST_F(LocalSocket, ShowsPluginsAsATable) {
  open();
  testing::internal::CaptureStdout();
  EXPECT_EQ(plugins_command(line({})), exit_done);
  EXPECT_EQ(testing::internal::GetCapturedStdout(),
            "STATE  PLUGIN        VERSION  ISSUER  PATHS  RESTARTS  MEMORY  LAST CRASH\n"
            "ready  test.greeter  1.2.3    -       -      -         -       -\n"
            "ready  test.door     1.0.0    -       -      -         -       -\n");
  Arguments with_details = line({});
  with_details.flags["long"] = "";
  testing::internal::CaptureStdout();
  EXPECT_EQ(plugins_command(with_details), exit_done);
  EXPECT_NE(testing::internal::GetCapturedStdout().find("    provides greeting/1\n"),
            std::string::npos);
  EXPECT_EQ(code_of([&] { plugins_command(line({"enable", "test.greeter"})); }),
            "contract-unavailable");  // no host's own plugin here
}

TEST_F(LocalSocket, SaysWhenNobodyAnswers) {
  EXPECT_EQ(code_of([&] { AdminClient client(data_); }), "host-unreachable");
  EXPECT_EQ(code_of([&] { AdminSocket socket(host_, data_ + "/no/such/folder", {}); }),
            "admin-socket");
}

TEST_F(LocalSocket, SaysWhenTheHostEndsMeanwhile) {
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  admin_socket_path(data_).copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  ASSERT_EQ(listen(listener, 1), 0);
  std::thread host([&] { close(accept(listener, nullptr, nullptr)); });
  EXPECT_EQ(code_of([&] { ask({{"do", "directory"}}); }), "host-gone");
  host.join();
  close(listener);
}

TEST(CommandLine, SaysWhatMakesNoSense) {
  EXPECT_EQ(code_of([] { Arguments::parse({"--port"}, {}); }), "usage");
  EXPECT_EQ(code_of([] { Arguments::parse({"--yes=no"}, {"yes"}); }), "usage");
  EXPECT_EQ(code_of([] { Arguments::parse({"--without", "a", "--without", "b"}, {}); }), "usage");
  EXPECT_EQ(code_of([] { Arguments::parse({"--json", "--json"}, {"json"}); }), "usage");
  const Arguments parsed =
      Arguments::parse({"word", "--port", "1", "--json", "--set", "a.b=c"}, {"json"});
  EXPECT_EQ(parsed.words, std::vector<std::string>{"word"});
  EXPECT_EQ(parsed.get("port"), "1");
  EXPECT_TRUE(parsed.has("json"));
  EXPECT_EQ(parsed.settings, std::vector<std::string>{"a.b=c"});
  EXPECT_EQ(code_of([&] { parsed.allow({"json"}); }), "usage");
}

/// The tool as a process of its own: its exit code and what it says.
struct Ended {
  int code = -1;
  std::string output;
};
Ended run_tool(const std::string& arguments, const std::string& tool = CURANTE_TOOL) {
  FILE* pipe = popen((tool + " " + arguments + " 2>&1").c_str(), "r");
  Ended ended;
  char chunk[4096];
  for (size_t got; (got = fread(chunk, 1, sizeof chunk, pipe)) > 0;)
    ended.output.append(chunk, got);
  const int status = pclose(pipe);
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return ended;
}

TEST(Tool, ExitsAsDocumented) {
  EXPECT_EQ(run_tool("--help").code, exit_done);
  EXPECT_EQ(run_tool("plugins --colour red").code, exit_usage);
  EXPECT_EQ(run_tool("plugins --data /tmp/curante-nowhere").code, exit_no_host);
  EXPECT_EQ(run_tool("plugins disable --data /tmp/curante-nowhere").code, exit_usage);
  EXPECT_EQ(run_tool("plugins dance test.greeter").code, exit_usage);
  EXPECT_EQ(run_tool("plugins disable a.b --data /tmp/curante-nowhere").code, exit_no_host);
  const Ended manifest = run_tool("regions check nowhere");
  EXPECT_EQ(manifest.code, exit_manifest);
  EXPECT_NE(manifest.output.find("nowhere.info: the file cannot be read"), std::string::npos)
      << manifest.output;
  const Ended port = run_tool("serve --port x --data /tmp/curante-nowhere");
  EXPECT_EQ(port.code, exit_manifest);
  EXPECT_NE(port.output.find("is no port"), std::string::npos) << port.output;
}

TEST(Tool, SaysWhyItCannotMeasure) {
  namespace fs = std::filesystem;
  char pattern[] = "/tmp/curante-alone-XXXXXX";
  const fs::path alone = mkdtemp(pattern);
  fs::create_directory(alone / "bin");
  fs::copy(CURANTE_TOOL, alone / "bin/curante");
  const std::string tool = (alone / "bin/curante").string();
  const Ended missing = run_tool("bench kernel --json", tool);
  EXPECT_EQ(missing.code, exit_refused);
  EXPECT_NE(missing.output.find("[bench-missing]"), std::string::npos) << missing.output;
  // A loader that measures nothing, and a host that has no regions to start with.
  std::ofstream(alone / "bin/bench-kernel") << "#!/bin/sh\necho {}\n";
  fs::permissions(alone / "bin/bench-kernel", fs::perms::owner_all);
  const Ended failed = run_tool("bench kernel --json", tool);
  EXPECT_EQ(failed.code, exit_refused);
  EXPECT_NE(failed.output.find("[bench-failed]"), std::string::npos) << failed.output;
  fs::remove_all(alone);
}

TEST(Tool, SaysWhyItCannotServe) {
  const Ended data = run_tool("serve --user nobody --data /proc/curante");
  EXPECT_EQ(data.code, exit_cannot_start);
  EXPECT_NE(data.output.find("[data-directory]"), std::string::npos) << data.output;
  if (geteuid() != 0) GTEST_SKIP() << "only root becomes somebody else";
  const Ended user = run_tool("serve --user no-such-user --data /tmp/curante-nowhere");
  EXPECT_EQ(user.code, exit_cannot_start);
  EXPECT_NE(user.output.find("[user-missing]"), std::string::npos) << user.output;
}

}  // namespace
}  // namespace curante::kernel
