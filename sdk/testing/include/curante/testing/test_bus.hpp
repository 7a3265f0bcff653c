// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "curante/testing/value_tree.hpp"

namespace curante::testing {

/// The bus of a TestHost: publishing reaches all subscribers before it returns, on the publisher's
/// thread. Safe to use from several threads.
class TestBus {
 public:
  using Write = void (*)(void* writer_self, const curante_writer*, void* out_self);
  using Receive = void (*)(void* receiver_self, const curante_context*, curante_str event,
                           curante_node, const curante_reader*, curante_str json);

  /// `event` "" receives all.
  void subscribe(std::string_view event, Receive receive, void* receiver) {
    const std::lock_guard lock(mutex_);
    subscribers_.push_back({std::string(event), receive, receiver});
  }

  /// Subscribers get the event as a tree; its JSON text is empty, for the kit knows no JSON.
  void publish(const curante_context* context, std::string_view event, Write write, void* writer) {
    ValueTree tree;
    write(writer, ValueTree::writer(), &tree);
    std::unique_lock lock(mutex_);
    const std::vector<Subscriber> subscribers = subscribers_;
    lock.unlock();
    const Source source = tree.source();
    for (const Subscriber& it : subscribers) {
      if (!it.event.empty() && it.event != event) continue;
      it.receive(it.receiver, context, str(event), source.node, source.vtable, curante_str{});
    }
  }

 private:
  struct Subscriber {
    std::string event;
    Receive receive;
    void* receiver;
  };
  std::mutex mutex_;
  std::vector<Subscriber> subscribers_;
};

}  // namespace curante::testing
