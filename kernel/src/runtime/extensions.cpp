// SPDX-License-Identifier: Apache-2.0
#include "runtime/extensions.hpp"

#include "curante/fault.hpp"
#include "curante/guarded.hpp"
#include "runtime/binding.hpp"
#include "runtime/host.hpp"

namespace curante::kernel {

namespace json = boost::json;

/// The functions behind curante_host.get(). Each takes the plugin's slot as `self`.
struct Extensions {
  static Slot& slot(void* self) { return *static_cast<Slot*>(self); }

  static const curante_binding* bind(void* self, curante_str contract, uint64_t hash,
                                     uint32_t index) {
    uint32_t seen = 0;
    for (const auto& binding : slot(self).bindings) {
      if (binding->plan().contract != view(contract)) continue;
      if (seen++ == index) {
        binding->expect_layout(hash);
        return binding->edge();
      }
    }
    return nullptr;
  }

  static const curante_context* background(void* self) { return &slot(self).background; }

  static int32_t setting(void* self, curante_str name, curante_str* value) {
    const auto& settings = slot(self).launch.settings;
    const auto found = settings.find(std::string(view(name)));
    if (found == settings.end()) return 0;
    *value = str(found->second);
    return 1;
  }

  static void log(void* self, uint32_t level, curante_str text) {
    slot(self).host->log().line(level, slot(self).id(), view(text));
  }

  static int32_t parse(void*, curante_str text,
                       void (*read)(void*, curante_node, const curante_reader*), void* reader_self,
                       const curante_failure* failure) {
    return guarded(failure, [&] {
      unsigned char buffer[4096];
      json::monotonic_resource memory(buffer, sizeof buffer);
      const json::value tree = parse_text(view(text), &memory);
      read(reader_self, &tree, tree_reader());
    });
  }

  static void print(void*, void (*write)(void*, const curante_writer*, void*), void* writer_self,
                    void (*take)(void*, curante_str), void* taker_self) {
    unsigned char buffer[4096];
    json::monotonic_resource memory(buffer, sizeof buffer);
    TreeBuilder builder(&memory);
    write(writer_self, TreeBuilder::writer(), &builder);
    const std::string text = to_text(builder.take());
    take(taker_self, str(text));
  }

  static void publish(void* self, const curante_context* context, curante_str event,
                      void (*write)(void*, const curante_writer*, void*), void* writer_self) {
    TreeBuilder builder;
    write(writer_self, TreeBuilder::writer(), &builder);
    Slot& it = slot(self);
    try {
      check_depth(view(event));
      it.host->bus().publish(context, view(event), builder.take());
    } catch (const Error& e) {  // the edge has no place for it
      it.host->log().line(CURANTE_LOG_ERROR, it.id(),
                          "the event " + std::string(view(event)) + " was not told: " + e.message() +
                              " [" + e.code() + "]");
    }
  }

  /// Whatever a receiver throws ends with it: the publisher and the other receivers go on.
  template <class Receive>
  static void contained(Slot& it, std::string_view event, Receive&& receive) {
    const auto missed = [&](const std::string& fault) {
      it.host->log().line(CURANTE_LOG_WARNING, it.id(),
                          "the event " + std::string(event) + " was not handled: " + fault);
    };
    try {
      receive();
    } catch (const std::exception& e) {
      missed(fault_of(e));
    } catch (...) {
      missed("unknown exception");
    }
  }

  static void subscribe(void* self, curante_str event,
                        void (*receive)(void*, const curante_context*, curante_str, curante_node,
                                        const curante_reader*, curante_str),
                        void* receiver_self) {
    Slot& it = slot(self);
    try {
      it.subscriptions.push_back(it.host->bus().subscribe(
          std::string(view(event)),
          [receive, receiver_self, &it](const curante_context* context, std::string_view name,
                                        const json::value& body, std::string_view text) {
            const CallFrame frame("bus", it.id());
            contained(it, name, [&] {
              receive(receiver_self, context, str(name), &body, tree_reader(), str(text));
            });
          }));
    } catch (const Error& e) {  // of the larger bus; the edge has no place for it
      it.host->log().line(CURANTE_LOG_ERROR, it.id(), e.message() + " [" + e.code() + "]");
    }
  }

  static curante_context* open(void* self, const curante_principal* who) {
    auto context = std::make_unique<curante_context>();
    context->user = view(who->user);
    context->user_name = view(who->user_name);
    context->role = view(who->role);
    context->practice =
        who->practice.size == 0 ? slot(self).host->options().practice : view(who->practice);
    context->patient = view(who->patient);
    context->station = view(who->station);
    context->trace = who->trace.size == 0 ? new_trace() : std::string(view(who->trace));
    context->deadline_ns = who->deadline_ns;
    for (size_t i = 0; i < who->permission_count; ++i)
      context->permissions.emplace(view(who->permissions[i]));
    return context.release();
  }
  static void close(void*, curante_context* context) { delete context; }

  static int32_t call(void* self, const curante_context* context, curante_str contract,
                      curante_str name, curante_str request, void (*take)(void*, curante_str),
                      void* taker_self, const curante_failure* failure) {
    return guarded(failure, [&] {
      const std::string reply = slot(self).host->call(slot(self).id(), *context, view(contract),
                                                      view(name), view(request));
      take(taker_self, str(reply));
    });
  }

  static void directory(void* self, void (*take)(void*, curante_str), void* taker_self) {
    const std::string text = to_text(slot(self).host->directory());
    take(taker_self, str(text));
  }

  static const void* get(void* self, const char* id) {
    static const curante_ext_binding binding{sizeof binding, bind};
    static const curante_ext_settings settings{sizeof settings, setting};
    static const curante_ext_log log_lines{sizeof log_lines, log};
    static const curante_ext_json json_text{sizeof json_text, parse, print};
    static const curante_ext_bus bus{sizeof bus, publish, subscribe};
    static const curante_ext_entry entry{sizeof entry, open, close, call, directory};
    const std::string_view wanted = id;
    if (wanted == "curante.binding/1") return &binding;
    if (wanted == "curante.context/1") return context_extension(background);
    if (wanted == "curante.settings/1") return &settings;
    if (wanted == "curante.log/1") return &log_lines;
    if (wanted == "curante.json/1") return &json_text;
    if (wanted == "curante.bus/1") return &bus;
    if (wanted == "curante.entry/1" && slot(self).launch.entry) return &entry;
    return nullptr;
  }
};

curante_host host_edge(Slot& slot) {
  return {sizeof(curante_host), &slot, &Extensions::get};
}

}  // namespace curante::kernel
