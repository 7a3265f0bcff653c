// SPDX-License-Identifier: Apache-2.0
#include "isolation/channels.hpp"

namespace curante::isolation {

namespace {

thread_local const Channels::Stay* innermost = nullptr;

}  // namespace

Channels::Channels(Answerer& answerer, std::function<void()> want, FrameBudget* budget)
    : answerer_(answerer), want_(std::move(want)), budget_(budget) {}
Channels::~Channels() = default;

Channel& Channels::keep(OwnedDescriptor socket) {
  auto channel =
      std::make_unique<Channel>(std::move(socket), answerer_, Channel::usual_patience, budget_);
  Channel& it = *channel;
  const std::lock_guard lock(mutex_);
  if (closed_) it.shut();
  all_.push_back(std::move(channel));
  return it;
}

void Channels::add(OwnedDescriptor socket) {
  give_back(keep(std::move(socket)));
}

void Channels::serve(OwnedDescriptor socket) {
  Channel& channel = keep(std::move(socket));
  const Stay stay(*this, channel);
  try {
    channel.serve();
  } catch (const Disconnected&) {
    // So it ends.
  }
}

void Channels::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
  for (const auto& channel : all_) channel->shut();
  if (budget_ != nullptr) budget_->close();
  changed_.notify_all();
}

Channel& Channels::take(Clock::time_point until) {
  std::unique_lock lock(mutex_);
  if (idle_.empty() && !closed_ && wanted_ < most) {
    ++wanted_;
    lock.unlock();
    try {
      want_();
    } catch (...) {
      lock.lock();
      --wanted_;
      throw;
    }
    lock.lock();
  }
  const auto ready = [this] { return closed_ || !idle_.empty(); };
  if (until == no_limit) {
    changed_.wait(lock, ready);
  } else if (!changed_.wait_until(lock, until, ready)) {
    throw TimeLimit();
  }
  if (closed_) throw Disconnected();
  Channel* channel = idle_.back();
  idle_.pop_back();
  return *channel;
}

void Channels::give_back(Channel& channel) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(&channel);
  changed_.notify_one();
}

Channels::Stay::Stay(Channels& channels, Clock::time_point until) : channels_(channels) {
  for (const Stay* it = innermost; it != nullptr; it = it->below_) {
    if (&it->channels_ != &channels) continue;
    channel_ = it->channel_;
    return;
  }
  channel_ = &channels.take(until);
  taken_ = true;
  enter();
}

Channels::Stay::Stay(Channels& channels, Channel& own) : channels_(channels), channel_(&own) {
  enter();
}

void Channels::Stay::enter() {
  entered_ = true;
  below_ = innermost;
  innermost = this;
}

Channels::Stay::~Stay() {
  if (entered_) {
    innermost = below_;
    channel_->rest();
  }
  if (taken_) channels_.give_back(*channel_);
}

}  // namespace curante::isolation
