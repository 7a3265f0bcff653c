// SPDX-License-Identifier: Apache-2.0
#include "isolation/process_body.hpp"

#include <algorithm>

#include "curante/guarded.hpp"
#include "isolation/contract_description.hpp"
#include "isolation/tree_coding.hpp"

namespace curante::isolation {

namespace json = boost::json;

namespace {

/// A step before the plugin runs. One that fails is its last: nobody will stop the plugin, and its
/// process must not work on.
template <class Step>
void begin(RemotePlugin& plugin, Step&& step) {
  try {
    step();
  } catch (const Error&) {
    plugin.destroy();
    throw;
  }
}

}  // namespace

/// A contract of the plugin, for the host: each call crosses to the process.
class ProcessBody::Service {
 public:
  Service(RemotePlugin& plugin, std::string contract, json::object description)
      : plugin_(plugin), contract_(std::move(contract)), description_(std::move(description)) {
    const auto minor = static_cast<uint32_t>(description_.at("minor").as_int64());
    edge_ = {sizeof edge_, minor, str(contract_), 0, this, nullptr, &invoke, &describe};
    for (const json::value& call : description_.at("calls").as_array()) {
      idempotent_.push_back(call.at("idempotent").as_bool());
    }
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  const curante_service* edge() const { return &edge_; }

 private:
  static int32_t invoke(void* self, const curante_call* call, const curante_failure* failure) {
    auto& it = *static_cast<Service*>(self);
    return guarded(failure, [&] {
      const bool again = call->op < it.idempotent_.size() && it.idempotent_[call->op];
      it.plugin_.call(it.contract_, *call, again);
    });
  }
  static void describe(void* self, const curante_writer* out, void* out_self) {
    std::string octets;
    OctetWriter writer(octets);
    encode_tree(writer, static_cast<Service*>(self)->description_);
    OctetReader reader(octets);
    decode_tree(reader, Sink{out, out_self});
  }

  RemotePlugin& plugin_;
  std::string contract_;
  json::object description_;
  std::vector<bool> idempotent_;
  curante_service edge_{};
};

ProcessBody::ProcessBody(kernel::Slot& slot, Supervisor& supervisor, IsolationOptions options,
                         std::vector<std::string> provides)
    : plugin_(std::make_shared<RemotePlugin>(slot, supervisor, std::move(options))),
      provides_(std::move(provides)) {}

ProcessBody::~ProcessBody() {
  plugin_->destroy();
}

void ProcessBody::create(const curante_host&) {
  begin(*plugin_, [this] {
    const json::value said = plugin_->create();
    describe(said.is_array() ? said.get_array() : json::array());
  });
}

void ProcessBody::start() {
  begin(*plugin_, [this] { plugin_->start(); });
}

void ProcessBody::describe(const json::array& said) {
  for (const std::string& contract : provides_) {
    const json::value* description = nullptr;
    for (const json::value& it : said) {
      const json::object* object = it.if_object();
      const json::value* id = object == nullptr ? nullptr : object->if_contains("id");
      if (id != nullptr && id->is_string() && id->get_string() == contract) description = &it;
    }
    if (description == nullptr) {
      throw Error("description-malformed", "the plugin does not provide " + contract,
                  "let its manifest name under provides what its services() give");
    }
    services_.push_back(
        std::make_unique<Service>(*plugin_, contract, checked_description(*description, contract)));
  }
}

std::vector<const curante_service*> ProcessBody::services() const {
  std::vector<const curante_service*> list;
  for (const auto& it : services_) list.push_back(it->edge());
  return list;
}

}  // namespace curante::isolation
