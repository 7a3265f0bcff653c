// SPDX-License-Identifier: Apache-2.0
// A plugin that does, in its own process, everything that a plugin should not.
#include "trial.hpp"

#include <atomic>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <map>
#include <thread>

#include "curante/events.hpp"
#include "curante/plugin.hpp"
#include "isolation/frame.hpp"

namespace curante::trial {

/// The last socket of the process is the channel over which it was called.
int own_channel() {
  for (int number = 255; number > 3; --number) {
    int type = 0;
    socklen_t size = sizeof type;
    if (getsockopt(number, SOL_SOCKET, SO_TYPE, &type, &size) == 0) return number;
  }
  return -1;
}

void send_raw(const std::string& octets) {
  if (send(own_channel(), octets.data(), octets.size(), MSG_NOSIGNAL) < 0) abort();
}

std::string frame(isolation::FrameKind kind, uint64_t number,
                  const std::function<void(isolation::OctetWriter&)>& write) {
  std::string octets;
  isolation::OctetWriter out = isolation::begin_frame(octets, kind, number);
  write(out);
  isolation::seal_frame(octets);
  return octets;
}

/// A call past the runner, as only a liar makes it; gives the code of the answer.
std::string raw_call(uint64_t context, std::string_view contract) {
  send_raw(frame(isolation::FrameKind::call, 1'000, [&](isolation::OctetWriter& out) {
    out.u64(context);
    out.text(contract);
    out.u32(0);
    out.u32(0);
    out.u8(7);  // an object without members
    out.u32(0);
  }));
  char answer[4096];
  const ssize_t got = recv(own_channel(), answer, sizeof answer, 0);
  if (got <= 0) pause();
  isolation::OctetReader in(isolation::read_frame({answer, static_cast<size_t>(got)}).body);
  return std::string(in.text());
}

class Trial : public Plugin {
 public:
  explicit Trial(const Host& host)
      : host_(host), errand_(host), edge_(provide<Contract>(host, *this)) {}

  void start() override {
    pinged_.emplace(host_, [this](const CallContext& context, const errand::Ping& ping) {
      publish(host_, context, errand::Pong{ping.text + " from " + context.user()});
    });
    const std::string fault = host_.setting("fault_in_start");
    if (fault == "throw") throw Error("trial-broken", "the trial cannot start", "mend it");
    if (fault == "crash") {
      signal(SIGSEGV, SIG_DFL);
      raise(SIGSEGV);
    }
    if (fault == "hang") pause();
    if (fault == "errand")
      started_with_ = errand_.ask(host_.background(), errand::Run{"start"}).text;
  }
  void stop() override { host_.info("stops"); }
  std::vector<Service*> services() override { return {edge_.get()}; }

  Seen on(const CallContext& context, const Echo& call) {
    if (call.text.empty()) throw Error("text-missing", "nothing to say", "say something");
    Seen seen = seen_by(context, call.text);
    seen.number = call.number;
    seen.real = call.real;
    seen.list = call.list;
    return seen;
  }

  Seen on(const CallContext& context, const Do& call) {
    const auto& deeds = lies().contains(call.what) ? lies() : honest_deeds();
    const auto found = deeds.find(call.what);
    if (found == deeds.end()) throw Error("deed-unknown", call.what, "");
    return seen_by(context, found->second(*this, context, call.argument));
  }

  Seen on(const CallContext& context, const DieOnce& call) {
    const int mark = open(call.mark.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (mark >= 0) raise(SIGKILL);
    return seen_by(context, "lived");
  }

  Seen on(const CallContext& context, const Deep& call) {
    if (call.depth <= 1) return seen_by(context, "bottom");
    return errand_.ask(context, errand::Deeper{call.depth - 1});
  }

 private:
  using Deed = std::string (*)(Trial&, const CallContext&, const std::string&);

  Seen seen_by(const CallContext& context, const std::string& text) const {
    return {text, context.caller(), context.user(), 0, 0, {}, getpid(), context.may("greet")};
  }

  static std::string hear(Trial& it, const CallContext&, const std::string& event) {
    it.host_.bus()->subscribe(
        it.host_.edge()->self, str(event),
        [](void* self, const curante_context*, curante_str, curante_node, const curante_reader*,
           curante_str) { ++static_cast<Trial*>(self)->heard_; },
        &it);
    return "hears";
  }
  static std::string hear_and_hang(Trial& it, const CallContext&, const std::string& event) {
    it.host_.bus()->subscribe(
        it.host_.edge()->self, str(event),
        [](void* self, const curante_context*, curante_str, curante_node, const curante_reader*,
           curante_str) {
          ++static_cast<Trial*>(self)->heard_;
          for (;;) pause();
        },
        &it);
    return "hears once";
  }
  static std::string tell_much(Trial& it, const CallContext& context, const std::string& octets) {
    std::string text(std::stoul(octets), 'x');
    it.host_.bus()->publish(
        it.host_.edge()->self, context.handle(), str("greeting-made/1"),
        [](void* what, const curante_writer* out, void* self) {
          out->text(self, str(*static_cast<std::string*>(what)));
        },
        &text);
    return "told";
  }
  static std::string tell_often(Trial& it, const CallContext& context, const std::string& times) {
    for (int i = std::stoi(times); i > 0; --i) {
      it.host_.bus()->publish(
          it.host_.edge()->self, context.handle(), str("greeting-made/1"),
          [](void*, const curante_writer* out, void* self) { out->null(self); }, nullptr);
    }
    return "told";
  }
  static std::string heard(Trial& it, const CallContext&, const std::string&) {
    return std::to_string(it.heard_);
  }

  static const std::map<std::string, Deed>& lies();
  static const std::map<std::string, Deed>& honest_deeds();

  Host host_;
  Use<errand::Contract> errand_;
  std::unique_ptr<Service> edge_;
  std::optional<Subscription<errand::Ping>> pinged_;
  std::string started_with_;
  std::atomic<int> heard_ = 0;
};

std::string crash(Trial&, const CallContext&, const std::string&) {
  signal(SIGSEGV, SIG_DFL);
  raise(SIGSEGV);
  return "";
}
[[noreturn]] std::string hang(Trial&, const CallContext&, const std::string&) {
  for (;;) pause();
}
std::string fill_memory(Trial&, const CallContext&, const std::string&) {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  constexpr size_t most = 16;  // no limit holds under a sanitizer
#else
  constexpr size_t most = SIZE_MAX;
#endif
  std::vector<std::string> all;
  while (all.size() < most) all.emplace_back(16 << 20, 'x');
  throw std::bad_alloc();
}
std::string leak(Trial&, const CallContext&, const std::string&) {
  int64_t count = 0;
  std::vector<int> opened;
  for (int it; (it = dup(2)) >= 0; ++count) opened.push_back(it);
  for (const int it : opened) close(it);
  return std::to_string(count);
}
std::string limits(Trial&, const CallContext&, const std::string&) {
  struct rlimit files {}, octets {}, core {};
  getrlimit(RLIMIT_NOFILE, &files);
  getrlimit(RLIMIT_FSIZE, &octets);
  getrlimit(RLIMIT_CORE, &core);
  return std::to_string(files.rlim_max) + " files of " + std::to_string(octets.rlim_max) +
         " octets, " + (core.rlim_max == 0 ? "no core" : "a core");
}
std::string everywhere(Trial&, const CallContext&, const std::string&) {
  const std::string octets(100, '\x7f');
  for (int number = 3; number < 256; ++number) {
    send(number, octets.data(), octets.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  }
  for (;;) pause();
}

const std::map<std::string, Trial::Deed>& Trial::lies() {
  static const std::map<std::string, Deed> all{
      {"crash", crash},
      {"exit", [](Trial&, const CallContext&, const std::string&) -> std::string { _exit(3); }},
      {"hang", hang},
      {"memory", fill_memory},
      {"throw", [](Trial&, const CallContext&, const std::string&) -> std::string { throw 5; }},
      {"leak", leak},
      {"limits", limits},
      {"garbage", everywhere},
      {"raw",
       [](Trial&, const CallContext&, const std::string& octets) {
         send_raw(octets);
         return std::string("sent");
       }},
      {"begin",
       [](Trial&, const CallContext&, const std::string& octets) -> std::string {
         send_raw(octets);
         for (;;) pause();
       }},
      {"huge-length",
       [](Trial&, const CallContext&, const std::string&) {
         send_raw("\xff\xff\xff\xff");
         return std::string("sent");
       }},
      {"fail-oddly",
       [](Trial&, const CallContext&, const std::string& code) -> std::string {
         throw Error(code, "odd", "");
       }},
      {"fail-at-the-terminal",
       [](Trial&, const CallContext&, const std::string&) -> std::string {
         throw Error("trial-broken", "perch\xE9\nready\x1B[2J", "chiss\xE0\xC2\x9B" "31m\x7F");
       }},
      {"answer-twice",
       [](Trial&, const CallContext&, const std::string&) {
         const std::string reply =
             frame(isolation::FrameKind::reply, 1, [](isolation::OctetWriter& out) { out.u8(0); });
         send_raw(reply + reply);
         return std::string("thrice");
       }},
      {"unknown-kind",
       [](Trial&, const CallContext&, const std::string&) {
         send_raw(frame(static_cast<isolation::FrameKind>(99), 1, [](isolation::OctetWriter&) {}));
         return std::string("sent");
       }},
      {"step-back",
       [](Trial&, const CallContext&, const std::string&) {
         send_raw(frame(isolation::FrameKind::step, 1, [](isolation::OctetWriter&) {}));
         return std::string("sent");
       }},
      {"forge", [](Trial&, const CallContext&,
                   const std::string& id) { return raw_call(std::stoull(id), "errand/1"); }},
      {"undeclared",
       [](Trial&, const CallContext&, const std::string&) { return raw_call(0, "secrets/1"); }},
      {"undeclared-oddly",
       [](Trial&, const CallContext&, const std::string&) { return raw_call(0, "\x1B[2J\xE9/1"); }},
  };
  return all;
}

const std::map<std::string, Trial::Deed>& Trial::honest_deeds() {
  static const std::map<std::string, Deed> all{
      {"errand",
       [](Trial& it, const CallContext& context, const std::string& text) {
         const Seen seen = it.errand_.ask(context, errand::Run{text});
         return seen.text + " as " + seen.user + " through " + seen.caller;
       }},
      {"background",
       [](Trial& it, const CallContext&, const std::string& text) {
         const Seen seen = it.errand_.ask(it.host_.background(), errand::Run{text});
         return seen.text + " as " + seen.user + " through " + seen.caller;
       }},
      {"worker",
       [](Trial& it, const CallContext& context, const std::string& text) {
         std::string said;
         std::thread([&] {
           said = it.errand_.ask(context, errand::Run{text}).user + ", " +
                  it.errand_.ask(it.host_.background(), errand::Run{text}).text;
         }).join();
         return said;
       }},
      {"tell",
       [](Trial& it, const CallContext& context, const std::string& event) {
         it.host_.bus()->publish(
             it.host_.edge()->self, context.handle(), str(event),
             [](void*, const curante_writer* out, void* self) { out->null(self); }, nullptr);
         return std::string("told");
       }},
      {"tell-much", &Trial::tell_much},
      {"tell-often", &Trial::tell_often},
      {"listen",
       [](Trial& it, const CallContext&, const std::string& count) {
         for (int i = std::stoi(count); i > 0; --i) {
           it.host_.bus()->subscribe(
               it.host_.edge()->self, str("event-" + std::to_string(i) + "/1"),
               [](void*, const curante_context*, curante_str, curante_node, const curante_reader*,
                  curante_str) {},
               nullptr);
         }
         return std::string("listens");
       }},
      {"hear", &Trial::hear},
      {"hear-and-hang", &Trial::hear_and_hang},
      {"heard", &Trial::heard},
      {"say",
       [](Trial& it, const CallContext&, const std::string& text) {
         it.host_.warning(text);
         return std::string("said");
       }},
      {"started-with",
       [](Trial& it, const CallContext&, const std::string&) { return it.started_with_; }},
      {"sees-errand", [](Trial& it, const CallContext&,
                         const std::string&) { return std::string(it.errand_ ? "yes" : "no"); }},
  };
  return all;
}

}  // namespace curante::trial

CURANTE_PLUGIN(curante::trial::Trial, curante::trial::Contract, curante::errand::Contract);
