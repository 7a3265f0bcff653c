// SPDX-License-Identifier: Apache-2.0
#include "recording/recording_body.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <mutex>

#include "recording/redaction.hpp"
#include "runtime/binding.hpp"

namespace curante::kernel {

namespace json = boost::json;

/// Stands before one service and writes down what passes.
class RecordingBody::Recorder : public TreeService {
 public:
  Recorder(const curante_service& service, json::object description, const std::string& file)
      : TreeService(std::string(view(service.contract)), service.minor, std::move(description)),
        service_(service),
        path_(file),
        file_(::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600)) {
    write(json::object{{"contract", contract()},
                       {"minor", service.minor},
                       {"description", this->description()}});
  }
  ~Recorder() override { ::close(file_); }

 protected:
  json::value answer(uint32_t op, const curante_context& context,
                     const json::value& request) override {
    const json::object& call = description().at("calls").as_array().at(op).as_object();
    json::object line{{"call", call.at("name")},
                      {"request", redacted(description(), call.at("request").as_string(), request)}};
    try {
      json::value reply = pass_on(op, context, request);
      line["reply"] = redacted(description(), call.at("reply").as_string(), reply);
      write(line);
      return reply;
    } catch (const Error& e) {
      line["error"] = json::object{{"code", e.code()}, {"remedy", e.remedy()}};
      write(line);
      throw;
    }
  }

 private:
  json::value pass_on(uint32_t op, const curante_context& context, const json::value& request) {
    TreeBuilder out;
    const curante_call call{sizeof call,   op, &context, &request, tree_reader(),
                            TreeBuilder::writer(), &out};
    FailureCatcher failure;
    failure.check(service_.invoke(service_.self, &call, failure.edge()));
    return out.take();
  }

  void write(const json::value& line) {
    const std::string text = to_text(line) + "\n";
    const std::lock_guard lock(mutex_);
    if (::write(file_, text.data(), text.size()) == static_cast<ssize_t>(text.size())) return;
    throw Error("recording-unwritable", "the recording " + path_ + " cannot be written",
                "name a file in a folder that the host's user may write, and make room");
  }

  const curante_service& service_;
  std::string path_;
  int file_;
  std::mutex mutex_;
};

RecordingBody::RecordingBody(std::unique_ptr<Body> inner, std::string plugin,
                             std::map<std::string, std::string> files)
    : inner_(std::move(inner)), plugin_(std::move(plugin)), files_(std::move(files)) {}
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
        *service, std::move(description), plural ? file->second + "." + plugin_ : file->second));
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
