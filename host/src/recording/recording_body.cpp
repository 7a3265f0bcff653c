// SPDX-License-Identifier: Apache-2.0
#include "recording/recording_body.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>

#include "curante/fault.hpp"
#include "isolation/owned_descriptor.hpp"
#include "recording/redaction.hpp"
#include "runtime/binding.hpp"
#include "runtime/told_failure.hpp"

namespace curante::kernel {

namespace json = boost::json;

namespace {

/// A file of lines that only grows. Any thread.
class LineFile {
 public:
  /// `head` begins it, and every further time it is opened; a file that begins with anything else
  /// is not ours. Throws Error{"recording-unwritable"}.
  LineFile(const std::string& path, const std::string& kind, const std::string& head)
      : path_(path),
        file_(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    std::string begins(kind.size(), 0);
    const ssize_t got = ::pread(file_.get(), begins.data(), begins.size(), 0);
    // A first line that a killed run cut off is ours, too.
    if (got > 0 && !kind.starts_with(begins.substr(0, static_cast<size_t>(got)))) {
      throw Error("recording-unwritable", path_ + " holds something else than this recording",
                  "name another file, or take that one away");
    }
    if (got < 0 || !drop_half_line() || !append(head)) {
      throw Error("recording-unwritable", "the recording " + path_ + " cannot be written",
                  "name a file in a folder that the host's user may write, and make room");
    }
  }

  /// All of the line, or nothing of it and false.
  bool append(const std::string& line) {
    const std::lock_guard lock(mutex_);
    const off_t before = ::lseek(file_.get(), 0, SEEK_END);
    const std::string text = line + "\n";
    if (before < 0) return false;
    if (::write(file_.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size())) {
      return true;
    }
    static_cast<void>(::ftruncate(file_.get(), before) == 0);  // else the next start drops it
    return false;
  }
  const std::string& path() const { return path_; }

 private:
  /// What a run that was killed had begun to write.
  bool drop_half_line() {
    off_t size = ::lseek(file_.get(), 0, SEEK_END);
    char last = 0;
    while (size > 0 && ::pread(file_.get(), &last, 1, size - 1) == 1 && last != '\n') --size;
    return size >= 0 && ::ftruncate(file_.get(), size) == 0;
  }

  std::string path_;
  isolation::OwnedDescriptor file_;
  std::mutex mutex_;
};

}  // namespace

/// Stands before one service and writes down what passes. That it cannot write harms no call: it
/// says so once, and lets everything pass unwritten from then on.
class RecordingBody::Recorder : public TreeService {
 public:
  Recorder(const curante_service& service, json::object description, const std::string& file,
           std::function<void(const std::string&)> complain)
      : TreeService(std::string(view(service.contract)), service.minor, std::move(description)),
        service_(service),
        file_(file, "{\"contract\":\"" + contract() + "\",",
              to_text(json::object{{"contract", contract()},
                                   {"minor", service.minor},
                                   {"description", this->description()}})),
        complain_(std::move(complain)) {}

 protected:
  json::value answer(uint32_t op, const curante_context& context,
                     const json::value& request) override {
    const json::object& call = description().at("calls").as_array().at(op).as_object();
    try {
      json::value reply = pass_on(op, context, request);
      keep(call, request, [&](json::object& line) {
        line["reply"] = redacted(description(), call.at("reply").as_string(), reply);
      });
      return reply;
    } catch (const Error& e) {
      keep(call, request, [&](json::object& line) {
        line["error"] = json::object{{"code", e.code()}};
      });
      throw;
    }
  }

 private:
  json::value pass_on(uint32_t op, const curante_context& context, const json::value& request) {
    TreeBuilder out;
    const curante_call call{sizeof call,           op,  &context, &request, tree_reader(),
                            TreeBuilder::writer(), &out};
    FailureCatcher failure;
    check_told(failure, service_.invoke(service_.self, &call, failure.edge()));
    return out.take();
  }

  template <class Outcome>
  void keep(const json::object& call, const json::value& request, Outcome&& outcome) noexcept {
    if (ended_) return;
    try {
      json::object line{
          {"call", call.at("name")},
          {"request", redacted(description(), call.at("request").as_string(), request)}};
      outcome(line);
      if (file_.append(to_text(line)) || ended_.exchange(true)) return;
      complain_("the recording " + file_.path() + " cannot be written: it ends here");
    } catch (const std::exception& e) {
      if (ended_.exchange(true)) return;
      try {
        complain_("the recording ends here: " + fault_of(e));
      } catch (const std::exception&) {
        // No memory for a word about it.
      }
    }
  }

  const curante_service& service_;
  LineFile file_;
  const std::function<void(const std::string&)> complain_;
  std::atomic<bool> ended_ = false;
};

RecordingBody::RecordingBody(std::unique_ptr<Body> inner, std::string plugin,
                             std::map<std::string, std::string> files, Log& log)
    : inner_(std::move(inner)), plugin_(std::move(plugin)), files_(std::move(files)), log_(log) {}
RecordingBody::~RecordingBody() = default;

void RecordingBody::create(const curante_host& edge) {
  inner_->create(edge);
  for (const curante_service* service : inner_->services()) {
    const auto file = files_.find(std::string(view(service->contract)));
    if (file == files_.end()) continue;
    TreeBuilder written;
    service->describe(service->self, TreeBuilder::writer(), &written);
    json::object description = written.take().as_object();
    const bool plural = description.at("plural").as_bool();
    recorders_.push_back(std::make_unique<Recorder>(
        *service, std::move(description), plural ? file->second + "." + plugin_ : file->second,
        [this](const std::string& what) { log_.line(CURANTE_LOG_ERROR, plugin_, what); }));
  }
}

std::vector<const curante_service*> RecordingBody::services() const {
  auto all = inner_->services();
  for (const curante_service*& it : all) {
    for (const auto& recorder : recorders_) {
      if (recorder->contract() == view(it->contract)) it = recorder->edge();
    }
  }
  return all;
}

void RecordingBody::destroy() {
  recorders_.clear();
  inner_->destroy();
}

}  // namespace curante::kernel
