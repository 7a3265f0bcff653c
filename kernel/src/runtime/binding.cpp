// SPDX-License-Identifier: Apache-2.0
#include "runtime/binding.hpp"

#include <time.h>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "curante/guarded.hpp"
#include "runtime/context.hpp"
#include "runtime/told_failure.hpp"

namespace curante::kernel {

namespace {

int64_t monotonic_ns() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

void check_depth(std::string_view what) {
  const CallFrame* frame = CallFrame::top();
  if (frame != nullptr && frame->depth() >= CallFrame::max_depth) {
    throw Error("call-too-deep",
                "plugins call each other more than 16 deep, at " + std::string(what),
                "report this to the author of " + std::string(frame->provider()));
  }
}

void check_call(const curante_context& context, std::string_view contract) {
  check_depth(contract);
  if (context.deadline_ns != 0 && monotonic_ns() > context.deadline_ns) {
    throw Error("deadline-passed", "the time for this call has run out", "try again");
  }
}

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

std::string_view path_name(uint32_t path) {
  constexpr std::string_view names[] = {"none", "direct", "marshalled", "isolated"};
  return path < std::size(names) ? names[path] : "none";
}

Binding::Binding(const BindingLaunch& plan, std::string provider, std::string caller_folder)
    : plan_(plan), provider_(std::move(provider)), caller_folder_(std::move(caller_folder)) {
  edge_ = {sizeof edge_, CURANTE_PATH_NONE, {}, str(provider_), this, &direct, &open, &send, &close};
  cut("not connected");
}

void Binding::lead(Route route) {
  const Route& kept = routes_.emplace_back(std::move(route));
  edge_.reason = str(kept.reason);
  route_.store(&kept, std::memory_order_seq_cst);
  __atomic_store_n(&edge_.path, kept.path, __ATOMIC_RELEASE);
}

void Binding::connect(const curante_service* service, Gate& gate, uint32_t path,
                      std::string reason) {
  if (path == CURANTE_PATH_DIRECT && consumer_layout_ != service->layout_hash) {
    path = CURANTE_PATH_MARSHALLED;
    reason = "the structs of " + plan_.contract + " differ between " + plan_.consumer + " and " +
             provider_;
  }
  lead({service, &gate, path, std::move(reason)});
}

void Binding::replan(const std::vector<BindingLaunch>& plans) {
  for (const BindingLaunch& it : plans) {
    if (it.consumer != plan_.consumer || it.contract != plan_.contract) continue;
    plan_.path = it.path;
    plan_.reason = it.reason;
  }
}

void Binding::cut(std::string reason) {
  lead({nullptr, nullptr, CURANTE_PATH_NONE, std::move(reason)});
}

/// A call's stay with the provider that the binding leads to when it enters.
class Binding::Passage {
 public:
  /// Throws Error{"contract-unavailable", "plugin-changing"}.
  Passage(const Binding& binding, const curante_context& context) {
    for (;;) {
      route_ = binding.route();
      if (route_->service == nullptr) {
        throw Error("contract-unavailable",
                    "nobody provides " + binding.plan_.contract + ": " + route_->reason,
                    "see `curante plugins`");
      }
      pass_.emplace(*route_->gate, context);
      // Whoever changes the way changes it first and drains the gate then: if it is still this one
      // now, the service outlives the call.
      if (binding.route() == route_) return;
      pass_.reset();
    }
  }
  const Route& route() const { return *route_; }

 private:
  const Route* route_ = nullptr;
  std::optional<Gate::Pass> pass_;
};

int32_t Binding::direct(void* self, const curante_context* context, uint32_t op,
                        const void* request, void* reply, const curante_failure* failure) {
  auto& it = *static_cast<Binding*>(self);
  std::optional<Passage> passage;
  const int32_t admitted = guarded(failure, [&] {
    const CallFrame* below = CallFrame::top();
    if ((below != nullptr && below->depth() >= CallFrame::max_depth) || context->deadline_ns != 0) {
      check_call(*context, it.plan_.contract);
    }
    passage.emplace(it, *context);
  });
  if (admitted != CURANTE_OK) return admitted;
  const Route& route = passage->route();
  if (route.path != CURANTE_PATH_DIRECT) {
    // A consumer built against 1.0 knows no AGAIN: to it this is a failure, and it needs a reason.
    failure->set(failure->self, str("plugin-changing"),
                 str(it.provider_ + " was replaced during this call"), str("try again"));
    return CURANTE_AGAIN;
  }
  const CallFrame frame(it.plan_.consumer, it.provider_, it.caller_folder_);
  return route.service->direct(route.service->self, context, op, request, reply, failure);
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
    check_call(*it.context, it.binding->plan_.contract);
    const Passage passage(*it.binding, *it.context);
    // Trees of one exchange share its memory: moving between them copies nothing.
    std::construct_at(&it.request, it.out.take());
    const CallFrame frame(it.binding->plan_.consumer, it.binding->provider_,
                          it.binding->caller_folder_);
    const curante_service& service = *passage.route().service;
    const curante_call call{sizeof call,  it.op,         it.context,            &it.request,
                            tree_reader(), TreeBuilder::writer(), &it.out};
    FailureCatcher caught;
    check_told(caught, service.invoke(service.self, &call, caught.edge()));
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
  check_call(*context, view(service.contract));
  const CallFrame frame(caller, provider);
  TreeBuilder out;
  const curante_call call{sizeof call,   op, context, &request, tree_reader(),
                          TreeBuilder::writer(), &out};
  FailureCatcher failure;
  check_told(failure, service.invoke(service.self, &call, failure.edge()));
  return out.take();
}

}  // namespace curante::kernel
