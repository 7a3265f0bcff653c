// SPDX-License-Identifier: Apache-2.0
#include "recording/replay_body.hpp"

#include <map>
#include <mutex>

#include "curante/error.hpp"
#include "recording/redaction.hpp"

namespace curante::kernel {

namespace json = boost::json;

class ReplayBody::Service : public TreeService {
 public:
  explicit Service(Recording recording)
      : TreeService(recording.contract, recording.minor, std::move(recording.description)) {
    for (auto& [name, call] : recording.calls) {
      answers_[name + to_text(call.request)].calls.push_back(std::move(call));
    }
  }

 protected:
  json::value answer(uint32_t op, const curante_context&, const json::value& request) override {
    const json::object& call = description().at("calls").as_array().at(op).as_object();
    const std::string name(call.at("name").as_string());
    const json::value known = redacted(description(), call.at("request").as_string(), request);
    const std::lock_guard lock(mutex_);
    const auto found = answers_.find(name + to_text(known));
    if (found == answers_.end()) {
      throw Error("replay-unmatched",
                  "the recording of " + contract() + " has no such call: " + name + " " +
                      to_text(known),
                  "record it, too");
    }
    Answers& all = found->second;
    const Recording::Call& it = all.calls[all.next];
    if (all.next + 1 < all.calls.size()) ++all.next;
    if (it.error_code.empty()) return it.reply;
    throw Error(it.error_code, "as recorded; the text was left out", "what to do was left out, too");
  }

 private:
  struct Answers {
    std::vector<Recording::Call> calls;
    size_t next = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Answers> answers_;
};

ReplayBody::ReplayBody(Recording recording)
    : service_(std::make_unique<Service>(std::move(recording))) {}
ReplayBody::~ReplayBody() = default;

std::vector<const curante_service*> ReplayBody::services() const {
  return {service_->edge()};
}

}  // namespace curante::kernel
