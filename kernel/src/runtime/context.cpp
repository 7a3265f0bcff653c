// SPDX-License-Identifier: Apache-2.0
#include "runtime/context.hpp"

#include <sys/random.h>

#include "curante/error.hpp"

namespace curante::kernel {

namespace {

thread_local const CallFrame* top_frame = nullptr;

curante_str field(const curante_context* context, curante_str name) {
  const std::string_view wanted = view(name);
  if (wanted == "caller" || wanted == "caller_folder") {
    if (top_frame == nullptr) return {nullptr, 0};
    return str(wanted == "caller" ? top_frame->caller() : top_frame->caller_folder());
  }
  static constexpr std::pair<std::string_view, std::string curante_context::*> fields[] = {
      {"user", &curante_context::user},       {"user_name", &curante_context::user_name},
      {"role", &curante_context::role},       {"practice", &curante_context::practice},
      {"patient", &curante_context::patient}, {"station", &curante_context::station},
      {"trace", &curante_context::trace}};
  for (const auto& [known, member] : fields) {
    if (known == wanted) return str(context->*member);
  }
  return {nullptr, 0};
}

int32_t may(const curante_context* context, curante_str permission) {
  return context->may_all || context->permissions.contains(view(permission)) ? 1 : 0;
}

int64_t deadline(const curante_context* context) {
  return context->deadline_ns;
}

}  // namespace

std::string new_trace() {
  unsigned char octets[16];
  if (getrandom(octets, sizeof octets, 0) != sizeof octets) {
    throw Error("internal-error", "the system gives no random numbers", "restart it");
  }
  std::string text;
  for (const unsigned char octet : octets) {
    text += "0123456789abcdef"[octet >> 4];
    text += "0123456789abcdef"[octet & 15];
  }
  return text;
}

const curante_ext_context* context_extension(const curante_context* (*background)(void* self)) {
  static const curante_ext_context extension{sizeof(curante_ext_context), field, may, deadline,
                                             background};
  return &extension;
}

CallFrame::CallFrame(std::string_view caller, std::string_view provider,
                     std::string_view caller_folder)
    : caller_(caller),
      provider_(provider),
      caller_folder_(caller_folder),
      below_(top_frame),
      depth_(top_frame == nullptr ? 1 : top_frame->depth_ + 1) {
  top_frame = this;
}
CallFrame::~CallFrame() {
  top_frame = below_;
}
const CallFrame* CallFrame::top() {
  return top_frame;
}
bool CallFrame::inside(std::string_view plugin) {
  for (const CallFrame* it = top_frame; it != nullptr; it = it->below_) {
    if (it->provider_ == plugin) return true;
  }
  return false;
}

}  // namespace curante::kernel
