// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>

#include "isolation/wire.hpp"

namespace curante::isolation {

class Channel;

/// A call from the other process, to be answered once.
class Question {
 public:
  Question(Channel& channel, const Frame& frame)
      : channel_(channel), kind_(frame.kind), number_(frame.number), body_(frame.body) {}

  FrameKind kind() const { return kind_; }
  /// What was sent. It is overwritten when the channel is used: read it before anything is called.
  OctetReader& body() { return body_; }
  /// Begins the reply. Between this and `send` nothing may be called over the channel.
  OctetWriter reply();
  void fail(std::string_view code, std::string_view message, std::string_view remedy);
  /// Sends what was begun.
  void send();

 private:
  Channel& channel_;
  FrameKind kind_;
  uint64_t number_;
  OctetReader body_;
};

/// Who answers what the other process asks.
class Answerer {
 public:
  virtual ~Answerer() = default;
  /// Reads the question and begins its reply. A thrown Error is an answer, too; a Breach ends the
  /// channel. Runs on the thread that uses the channel.
  virtual void answer(Question& question) = 0;
};

/// One thread that two processes share: a call goes out on it and waits for its answer, and what
/// the other side asks meanwhile is answered on the same thread, as if all were one process. Used
/// by one thread at a time.
class Channel {
 public:
  static constexpr std::chrono::minutes usual_patience{2};

  /// `patience`: how long after its limit a call may still ask back. `budget`: see Wire.
  Channel(OwnedDescriptor socket, Answerer& answerer,
          std::chrono::milliseconds patience = usual_patience, FrameBudget* budget = nullptr)
      : wire_(std::move(socket), budget), answerer_(answerer), patience_(patience) {}

  /// Calls; `write` fills the body. Gives the reply's body, to be read before the channel is used
  /// again. What this process itself takes to answer meanwhile is not counted against `until`, but
  /// who asks back without end does not go on for ever: see `patience`. Throws the other side's Error, Disconnected, TimeLimit, Breach.
  template <class Write>
  OctetReader ask(FrameKind kind, Write&& write, Clock::time_point until) {
    OctetWriter out = begin_frame(wire_.out(), kind, ++last_number_);
    write(out);
    return finish(last_number_, until);
  }

  /// Waits for a question that the caller itself will answer. Throws as `ask`.
  Question next_question();
  /// Answers until the other side closes. Throws Disconnected, Breach.
  [[noreturn]] void serve();
  void shut() { wire_.shut(); }
  /// What was received last has been read.
  void rest() { wire_.rest(); }

 private:
  friend class Question;
  OctetReader finish(uint64_t number, Clock::time_point until);
  void answer(const Frame& frame);

  Wire wire_;
  Answerer& answerer_;
  const std::chrono::milliseconds patience_;
  uint64_t last_number_ = 0;
};

}  // namespace curante::isolation
