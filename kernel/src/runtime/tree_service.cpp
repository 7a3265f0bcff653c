// SPDX-License-Identifier: Apache-2.0
#include "runtime/tree_service.hpp"

#include "curante/guarded.hpp"

namespace curante::kernel {

namespace json = boost::json;

void write_tree(const Sink& out, const json::value& tree) {
  const curante_writer& w = *out.vtable;
  switch (tree.kind()) {
    case json::kind::null: return w.null(out.self);
    case json::kind::bool_: return w.boolean(out.self, tree.get_bool());
    case json::kind::int64: return w.integer(out.self, tree.get_int64());
    case json::kind::uint64: return w.real(out.self, static_cast<double>(tree.get_uint64()));
    case json::kind::double_: return w.real(out.self, tree.get_double());
    case json::kind::string: return w.text(out.self, str(tree.get_string()));
    case json::kind::array:
      w.begin_array(out.self);
      for (const json::value& element : tree.get_array()) write_tree(out, element);
      return w.end_array(out.self);
    case json::kind::object:
      w.begin_object(out.self);
      for (const auto& [name, value] : tree.get_object()) {
        w.name(out.self, str(name));
        write_tree(out, value);
      }
      return w.end_object(out.self);
  }
}

TreeService::TreeService(std::string contract, uint32_t minor, json::object description)
    : contract_(std::move(contract)), description_(std::move(description)) {
  edge_ = {sizeof edge_, minor, str(contract_), 0, this, nullptr, &invoke, &describe};
}

int32_t TreeService::invoke(void* self, const curante_call* call, const curante_failure* failure) {
  return guarded(failure, [&] {
    auto& it = *static_cast<TreeService*>(self);
    if (call->op >= it.description_.at("calls").as_array().size()) {
      throw Error("call-unknown", it.contract_ + " has no call " + std::to_string(call->op) + " here",
                  "update the plugin that provides " + it.contract_);
    }
    // The host alone calls it, with trees of its own.
    const auto& request = *static_cast<const json::value*>(call->request);
    write_tree({call->out, call->out_self}, it.answer(call->op, *call->context, request));
  });
}

void TreeService::describe(void* self, const curante_writer* out, void* out_self) {
  write_tree({out, out_self}, static_cast<TreeService*>(self)->description_);
}

}  // namespace curante::kernel
