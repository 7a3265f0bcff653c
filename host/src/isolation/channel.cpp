// SPDX-License-Identifier: Apache-2.0
#include "isolation/channel.hpp"

#include <algorithm>
#include <new>

#include "curante/error.hpp"
#include "text/foreign_text.hpp"

namespace curante::isolation {

namespace {

/// How long the other side may leave a reply unread.
constexpr std::chrono::seconds longest_send{30};

constexpr size_t longest_text = 64 << 10, longest_code = 64;

/// A code goes where nobody reads long: to logs, to the audit, to statistics.
bool is_code(std::string_view text) {
  return !text.empty() && text.size() <= longest_code &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

[[noreturn]] void throw_failure(OctetReader body) {
  const std::string_view code = body.text(), message = body.text(), remedy = body.text();
  body.finish();
  throw Error(std::string(is_code(code) ? code : "internal-error"),
              kernel::printable_text(message.substr(0, longest_text)),
              kernel::printable_text(remedy.substr(0, longest_text)));
}

}  // namespace

OctetWriter Question::reply() {
  return begin_frame(channel_.wire_.out(), FrameKind::reply, number_);
}

void Question::fail(std::string_view code, std::string_view message, std::string_view remedy) {
  OctetWriter out = begin_frame(channel_.wire_.out(), FrameKind::failure, number_);
  for (const std::string_view text : {code, message, remedy})
    out.text(text.substr(0, longest_text));
}

void Question::send() {
  channel_.wire_.send(Clock::now() + longest_send);
}

OctetReader Channel::finish(uint64_t number, Clock::time_point until) {
  wire_.send(until);
  const auto last_question = until == no_limit ? until : until + patience_;
  for (;;) {
    const Frame frame = wire_.receive(until);
    if (!frame.is_answer()) {
      const auto began = Clock::now();
      if (began > last_question) throw TimeLimit();
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
