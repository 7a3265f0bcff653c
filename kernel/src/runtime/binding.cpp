// SPDX-License-Identifier: Apache-2.0
#include "runtime/binding.hpp"

#include <time.h>

#include <memory>
#include <utility>
#include <vector>

#include "runtime/context.hpp"

namespace curante::kernel {

namespace {

int64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

void check_call(const curante_context* context, std::string_view contract) {
  const CallFrame* frame = CallFrame::top();
  if (frame != nullptr && frame->depth() >= CallFrame::max_depth) {
    throw Error("call-too-deep",
                "plugins call each other more than 16 deep, at " + std::string(contract),
                "report this to the author of " + std::string(frame->provider()));
  }
  if (context->deadline_ns != 0 && monotonic_ns() > context->deadline_ns) {
    throw Error("deadline-passed", "the time for this call has run out", "try again");
  }
}

}  // namespace

/// A marshalled call under way. Its memory is kept per thread: most calls allocate nothing.
struct Binding::Exchange {
  curante_exchange edge{};
  unsigned char buffer[8192];
  boost::json::monotonic_resource memory{buffer, sizeof buffer};
  TreeBuilder out{&memory};
  boost::json::value request, reply;
  Binding* binding = nullptr;
  const curante_context* context = nullptr;
  uint32_t op = 0;

  /// Exchanges waiting for reuse on this thread.
  static std::vector<std::unique_ptr<Exchange>>& spare() {
    thread_local std::vector<std::unique_ptr<Exchange>> list;
    return list;
  }
};

Binding::Binding(std::string consumer, std::string contract)
    : consumer_(std::move(consumer)), contract_(std::move(contract)) {
  edge_ = {sizeof edge_, CURANTE_PATH_NONE, {}, {}, this, &direct, &open, &send, &close};
  cut("not connected");
}

void Binding::connect(const curante_service* service, std::string provider, uint32_t path,
                      std::string reason) {
  service_ = service;
  provider_ = std::move(provider);
  reason_ = std::move(reason);
  if (path == CURANTE_PATH_DIRECT && consumer_layout_ != service->layout_hash) {
    path = CURANTE_PATH_MARSHALLED;
    reason_ = "the structs of " + contract_ + " differ between " + consumer_ + " and " + provider_;
  }
  edge_.provider = str(provider_);
  edge_.reason = str(reason_);
  edge_.path = path;
}

void Binding::cut(std::string reason) {
  cut_ = std::move(reason);
  edge_.reason = str(cut_);
  __atomic_store_n(&edge_.path, CURANTE_PATH_NONE, __ATOMIC_RELEASE);
}

int32_t Binding::direct(void* self, const curante_context* context, uint32_t op,
                        const void* request, void* reply, const curante_failure* failure) {
  auto& it = *static_cast<Binding*>(self);
  const CallFrame* below = CallFrame::top();
  if ((below != nullptr && below->depth() >= CallFrame::max_depth) || context->deadline_ns != 0) {
    const int32_t status = guarded(failure, [&] { check_call(context, it.contract_); });
    if (status != CURANTE_OK) return status;
  }
  const CallFrame frame(it.consumer_, it.provider_);
  return it.service_->direct(it.service_->self, context, op, request, reply, failure);
}

curante_exchange* Binding::open(void* self, const curante_context* context, uint32_t op) {
  auto& spare = Exchange::spare();
  std::unique_ptr<Exchange> exchange;
  if (spare.empty()) {
    exchange = std::make_unique<Exchange>();
  } else {
    exchange = std::move(spare.back());
    spare.pop_back();
  }
  exchange->binding = static_cast<Binding*>(self);
  exchange->context = context;
  exchange->op = op;
  exchange->edge = {sizeof(curante_exchange), TreeBuilder::writer(), &exchange->out, tree_reader(),
                    nullptr};
  static_assert(offsetof(Exchange, edge) == 0);
  return &exchange.release()->edge;
}

int32_t Binding::send(curante_exchange* edge, const curante_failure* failure) {
  auto& it = *reinterpret_cast<Exchange*>(edge);
  return guarded(failure, [&] {
    check_call(it.context, it.binding->contract_);
    // Trees of one exchange share its memory: moving between them copies nothing.
    std::construct_at(&it.request, it.out.take());
    const CallFrame frame(it.binding->consumer_, it.binding->provider_);
    const curante_service& service = *it.binding->service_;
    const curante_call call{sizeof call,  it.op,         it.context,            &it.request,
                            tree_reader(), TreeBuilder::writer(), &it.out};
    FailureCatcher caught;
    caught.check(service.invoke(service.self, &call, caught.edge()));
    std::construct_at(&it.reply, it.out.take());
    it.edge.reply = &it.reply;
  });
}

void Binding::close(curante_exchange* edge) {
  std::unique_ptr<Exchange> it(reinterpret_cast<Exchange*>(edge));
  // The values live in `memory`, which frees nothing piecewise: forget them, then take it all back.
  std::construct_at(&it->request);
  std::construct_at(&it->reply);
  it->out.clear();
  // Made anew, because release() keeps the size of its next block: after some large calls on one
  // thread that would be gigabytes (seen as bad_alloc at the 50th PDF).
  std::destroy_at(&it->memory);
  std::construct_at(&it->memory, it->buffer, sizeof it->buffer);
  it->out.clear();
  auto& spare = Exchange::spare();
  if (spare.size() < CallFrame::max_depth) spare.push_back(std::move(it));
}

boost::json::value invoke(const curante_service& service, std::string_view provider,
                          std::string_view caller, const curante_context* context, uint32_t op,
                          const boost::json::value& request) {
  check_call(context, view(service.contract));
  const CallFrame frame(caller, provider);
  TreeBuilder out;
  const curante_call call{sizeof call,   op, context, &request, tree_reader(),
                          TreeBuilder::writer(), &out};
  FailureCatcher failure;
  failure.check(service.invoke(service.self, &call, failure.edge()));
  return out.take();
}

}  // namespace curante::kernel
