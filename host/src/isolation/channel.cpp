// SPDX-License-Identifier: Apache-2.0
#include "isolation/channel.hpp"

#include <new>

#include "curante/error.hpp"

namespace curante::isolation {

namespace {

/// How long the other side may leave a reply unread.
constexpr std::chrono::seconds longest_send{30};

[[noreturn]] void throw_failure(OctetReader body) {
  std::string code(body.text()), message(body.text()), remedy(body.text());
  body.finish();
  throw Error(std::move(code), std::move(message), std::move(remedy));
}

}  // namespace

OctetWriter Question::reply() {
  return begin_frame(channel_.wire_.out(), FrameKind::reply, number_);
}

void Question::fail(std::string_view code, std::string_view message, std::string_view remedy) {
  OctetWriter out = begin_frame(channel_.wire_.out(), FrameKind::failure, number_);
  for (const std::string_view text : {code, message, remedy}) out.text(text.substr(0, 64 << 10));
}

void Question::send() {
  channel_.wire_.send(Clock::now() + longest_send);
}

OctetReader Channel::finish(uint64_t number, Clock::time_point until) {
  wire_.send(until);
  for (;;) {
    const Frame frame = wire_.receive(until);
    if (!frame.is_answer()) {
      const auto began = Clock::now();
      answer(frame);
      if (until != no_limit) until += Clock::now() - began;
      continue;
    }
    if (frame.number != number) throw MalformedFrame("an answer to nothing, or a second one");
    if (frame.kind == FrameKind::failure) throw_failure(OctetReader(frame.body));
    return OctetReader(frame.body);
  }
}

void Channel::answer(const Frame& frame) {
  Question question(*this, frame);
  try {
    answerer_.answer(question);
    question.send();
  } catch (const Error& e) {
    question.fail(e.code(), e.message(), e.remedy());
    question.send();
  } catch (const std::bad_alloc&) {
    question.fail("internal-error", "there is no memory for the call", "ask for less at once");
    question.send();
  }
}

Question Channel::next_question() {
  const Frame frame = wire_.receive(no_limit);
  if (frame.is_answer()) throw MalformedFrame("an answer to nothing");
  return {*this, frame};
}

void Channel::serve() {
  for (;;) {
    const Frame frame = wire_.receive(no_limit);
    if (frame.is_answer()) throw MalformedFrame("an answer to nothing");
    answer(frame);
  }
}

}  // namespace curante::isolation
