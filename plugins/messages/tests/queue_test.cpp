// SPDX-License-Identifier: Apache-2.0
// The durable queue: once a key, at least once out, and what becomes of what cannot go.
#include <Poco/Exception.h>

#include <stdexcept>

#include "heartbeat.hpp"
#include "room.hpp"

namespace curante::messages {
namespace {

class Queue : public MessageRoomTest {
 protected:
  Queue() {
    confirm(Channel::email, "maria.rossi@example.it");
    confirm(Channel::sms, "3331234567");
  }
};

TEST_F(Queue, ARequestIsQueuedOnceAndSentOnce) {
  const Message first = ask(sms(1));
  EXPECT_EQ(first.state, State::queued);
  EXPECT_EQ(first.to_hint, "+39 … 567");
  EXPECT_EQ(ask(sms(1)).id, first.id);
  EXPECT_EQ(wakes_, 1);
  work();
  EXPECT_EQ(ask(sms(1)).id, first.id) << "also after it has left";
  work();
  ASSERT_EQ(tried_.size(), 1u);
  EXPECT_EQ(tried_[0].to, "+393331234567");
  EXPECT_EQ(now(first).state, State::sent);
  EXPECT_EQ(count("payload <> ''"), 0) << "what it said is gone";
  ASSERT_EQ(events_.size(), 1u);
  EXPECT_EQ(events_[0].state, State::sent);
}

TEST_F(Queue, WhatIsRefusedForNowGoesLaterUnderTheSameId) {
  const Message it = ask(email(1));
  script_ = {Attempt::later("occupato"), Attempt::unknown("interrotta")};
  work();
  EXPECT_EQ(now(it).problem, "occupato; si riprova da sé");
  EXPECT_FALSE(courier_.step()) << "not before its time";
  work();
  work();
  ASSERT_EQ(tried_.size(), 3u);
  EXPECT_EQ(tried_[0].id, tried_[2].id);
  EXPECT_EQ(tried_[0].queued, tried_[2].queued);
  EXPECT_EQ(now(it).state, State::sent);
  EXPECT_EQ(now(it).attempts, 3);
}

TEST_F(Queue, AHostThatDiesLeavesItsMessageToTheNext) {
  ask(email(1));
  const auto lost = store_.claim();
  ASSERT_TRUE(lost);
  EXPECT_FALSE(courier_.step()) << "it is under lease";
  sql("update message set lease_until = clock_timestamp()");
  work();
  EXPECT_EQ(tried_.size(), 1u);
  EXPECT_EQ(store_.settle(*lost, Attempt::refused("troppo tardi"), reading_.now), std::nullopt);
  EXPECT_EQ(count("state = 'sent'"), 1);
}

/// Two hosts by the names of their sessions; the database tells who lives.
class HeldQueue : public MessageRoomTest {
 protected:
  HeldQueue() {
    confirm(Channel::email, "maria.rossi@example.it");
    ask(email(1));
  }
  MessageStore store_of(const std::string& holder) {
    return MessageStore(pool_, surroundings_, "1", 3'600'000, 3'600'000, holder);
  }
  void silent_for(int seconds) {
    sql(fmt::format("update message set held = clock_timestamp() - {} * interval '1 second'",
                    seconds));
  }
  ClosingTime closing_;
};

TEST_F(HeldQueue, OneWhoseHolderIsGoneAndSilentGoesToAnotherLongBeforeItsLease) {
  auto dead = store_of("message holder gone"), lives = store_of("message holder other");
  ASSERT_TRUE(dead.claim());
  EXPECT_FALSE(lives.claim()) << "it may live and be out of the database's reach for a moment";
  EXPECT_GT(lives.next_due_ms().value(), 0);
  EXPECT_LE(lives.next_due_ms().value(), Heartbeat::silence_ms);
  silent_for(61);
  EXPECT_LE(lives.next_due_ms().value(), 0);
  const auto taken = lives.claim();
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->doubts, 1) << "nobody knows whether it left";
  EXPECT_FALSE(lives.claim());
}

TEST_F(HeldQueue, OneWhoseHolderLivesIsNobodyElsesHoweverLongItIsSilent) {
  Heartbeat heart(uri_, "1", closing_);
  auto holds = store_of(heart.holder()), other = store_of("message holder other");
  heart.beat();
  const auto held = holds.claim();
  ASSERT_TRUE(held);
  silent_for(600);  // its process was stopped, and its session is there
  EXPECT_FALSE(other.claim());
  EXPECT_GT(other.next_due_ms().value(), Heartbeat::silence_ms) << "until its lease ends";
  heart.beat();
  EXPECT_EQ(count("held > clock_timestamp() - interval '60 seconds'"), 1);
  EXPECT_EQ(holds.settle(*held, Attempt::done(), reading_.now), State::sent);
}

TEST_F(HeldQueue, AConversationLastsOnlyAsLongAsNobodyElseMaySayTheSame) {
  Heartbeat heart(uri_, "1", closing_);
  EXPECT_FALSE(heart.beats());
  heart.beat();
  EXPECT_TRUE(heart.beats());
  ConversationLimit goes_on(Patience{}, closing_);
  goes_on.step();
  closing_.last_until(std::chrono::steady_clock::now());  // no beat for long
  EXPECT_THROW(goes_on.await_acceptance(), Poco::TimeoutException);
  EXPECT_TRUE(goes_on.over());
  heart.beat();
  EXPECT_THROW(goes_on.step(), Poco::TimeoutException) << "others may have it by now";
  ConversationLimit next(Patience{}, closing_);
  next.step();
}

TEST_F(Queue, WhatIsRefusedForGoodFailsAndCanBeTriedAgain) {
  const Message it = ask(email(1, /*confidential=*/true));
  script_ = {Attempt::refused("indirizzo rifiutato")};
  work();
  const Message failed = now(it);
  EXPECT_EQ(failed.state, State::failed);
  EXPECT_EQ(failed.problem, "indirizzo rifiutato");
  EXPECT_EQ(ask(ListFailed{}).messages.size(), 2u) << "its password fails with it";
  EXPECT_EQ(ask(Retry{it.id}).state, State::queued);
  work();
  EXPECT_EQ(count("state = 'sent'"), 2);
  EXPECT_EQ(code_of([&] { ask(Retry{it.id}); }), "message-settled");
  EXPECT_EQ(code_of([&] { ask(Retry{key(77)}); }), "message-unknown");
  EXPECT_TRUE(ask(ListFailed{}).messages.empty());
}

TEST_F(Queue, WhatCannotGoInItsTimeFails) {
  const Message it = ask(sms(1));
  sql("update message set expires = clock_timestamp()");
  script_ = {Attempt::unknown("non risponde")};
  work();
  EXPECT_EQ(now(it).state, State::failed);
  EXPECT_EQ(now(it).problem,
            "potrebbe essere arrivato: chiedere al paziente prima di rimandarlo (non risponde)");
}

TEST_F(Queue, WhatMayHaveArrivedIsSentThreeTimesAtMost) {
  const Message it = ask(email(1));
  script_ = {Attempt::unknown("a"), Attempt::later("b"), Attempt::unknown("c"),
             Attempt::unknown("d"), Attempt::done()};
  for (int round = 0; round < 10; ++round) work();
  EXPECT_EQ(tried_.size(), 4u) << "three doubts; what was only put off is none";
  EXPECT_EQ(now(it).state, State::failed);
  EXPECT_EQ(now(it).problem,
            "potrebbe essere arrivato: chiedere al paziente prima di rimandarlo (d)");
  EXPECT_EQ(events_.back().state, State::failed);
  EXPECT_EQ(ask(Retry{it.id}).state, State::queued) << "a person may";
  script_ = {Attempt::unknown("e")};
  work();
  EXPECT_EQ(now(it).state, State::queued) << "and begins anew";
}

TEST_F(Queue, ADoubtOutlivesATryThatCameToNothing) {
  const Message it = ask(sms(1));
  script_ = {Attempt::unknown("interrotta"), Attempt::later("occupato")};
  work();
  work();
  EXPECT_EQ(ask(Cancel{it.id}).state, State::queued) << "the first may have arrived";
  script_ = {Attempt::refused("numero rifiutato")};
  work();
  EXPECT_NE(now(it).problem.find("potrebbe essere arrivato"), std::string::npos);
}

TEST_F(Queue, AHostThatDiesAgainAndAgainDoesNotSendForEver) {
  const Message it = ask(email(1));
  for (int host = 0; host < 3; ++host) {
    ASSERT_TRUE(store_.claim());
    sql("update message set lease_until = clock_timestamp()");
  }
  work();
  EXPECT_TRUE(tried_.empty()) << "each of the three may have sent it";
  EXPECT_EQ(now(it).state, State::failed);
  EXPECT_NE(now(it).problem.find("potrebbe essere arrivato"), std::string::npos);
}

TEST_F(Queue, WhatCannotBePutTogetherIsLoggedAndFailsInItsTime) {
  const Message it = ask(email(1));
  const Message other = ask(sms(2));
  const auto send = surroundings_.send;
  surroundings_.send = [&](const Letter& letter) -> Attempt {
    if (letter.channel == Channel::email) throw std::length_error("maria.rossi@example.it");
    return send(letter);
  };
  work();
  EXPECT_EQ(now(it).state, State::queued);
  EXPECT_NE(now(it).problem.find("assistenza"), std::string::npos);
  EXPECT_EQ(now(other).state, State::sent) << "it keeps nobody else";
  ASSERT_FALSE(fake_.log().empty());
  EXPECT_NE(fake_.log().back().text.find("std::length_error"), std::string::npos);
  EXPECT_EQ(fake_.log().back().text.find("maria"), std::string::npos);
  sql("update message set expires = clock_timestamp() where state = 'queued'");
  work();
  EXPECT_EQ(now(it).state, State::failed);
  EXPECT_EQ(now(it).problem.find("potrebbe"), std::string::npos) << "it has never left";
}

TEST_F(Queue, WhatCannotBeReadKeepsNobodyElse) {
  const Message it = ask(sms(1));
  const Message other = ask(sms(2));
  sql("update message set payload = 'no JSON' where id = '" + it.id.value() + "'");
  work();
  EXPECT_EQ(now(it).state, State::queued);
  EXPECT_EQ(now(other).state, State::sent);
}

TEST_F(Queue, APasswordLeavesAfterWhatItOpens) {
  ask(email(1, /*confidential=*/true));
  script_ = {Attempt::later("occupato")};
  work();
  EXPECT_EQ(tried_.size(), 1u);
  // The password is due since it was queued, what it opens in an hour: who sleeps until the first
  // of both would not sleep at all.
  sql("update message set due = clock_timestamp() + interval '1 hour' where part = 1");
  const auto due = store_.next_due_ms();
  ASSERT_TRUE(due);
  EXPECT_GT(*due, 0) << "a password that waits keeps nobody awake";
  work();
  ASSERT_EQ(tried_.size(), 3u);
  EXPECT_FALSE(tried_[1].content.attachments.empty());
  EXPECT_TRUE(tried_[2].content.attachments.empty());
}

TEST_F(Queue, APasswordTriedAgainTakesWhatItOpensAlong) {
  const Message it = ask(email(1, /*confidential=*/true));
  script_ = {Attempt::refused("indirizzo rifiutato")};
  work();
  const Message password = ask(GetMessages{{}, {it.key}}).messages.at(1);
  EXPECT_TRUE(password.carries_password);
  EXPECT_EQ(password.state, State::failed);
  EXPECT_EQ(ask(Retry{password.id}).state, State::queued);
  EXPECT_EQ(now(it).state, State::queued);
  work();
  EXPECT_EQ(count("state = 'sent'"), 2);

  ask(email(2, /*confidential=*/true));
  script_ = {Attempt::done(), Attempt::refused("casella piena")};
  work();
  const auto parts = ask(GetMessages{{}, {key(2)}}).messages;
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[1].state, State::failed);
  EXPECT_EQ(ask(Retry{parts[1].id}).state, State::queued);
  work();
  EXPECT_EQ(tried_.size(), 6u) << "what has left does not leave again";
  EXPECT_EQ(count("state = 'sent'"), 4);
}

TEST_F(Queue, WhatHasNotLeftIsTakenBackWithItsPassword) {
  const Message it = ask(email(1, /*confidential=*/true));
  EXPECT_EQ(ask(Cancel{it.id}).state, State::cancelled);
  work();
  EXPECT_TRUE(tried_.empty());
  EXPECT_EQ(count("state = 'cancelled' and payload = ''"), 2);
  EXPECT_EQ(code_of([&] { ask(Cancel{key(77)}); }), "message-unknown");

  const Message other = ask(sms(2));
  script_ = {Attempt::unknown("interrotta")};
  work();
  EXPECT_EQ(ask(Cancel{other.id}).state, State::queued) << "it may have arrived";
}

TEST_F(Queue, KnownMessagesAreTold) {
  const Message it = ask(sms(1));
  const auto list = ask(GetMessages{{it.id, key(77)}, {}});
  EXPECT_EQ(ask(GetMessages{{}, {key(1), key(77)}}).messages.size(), 1u);
  ASSERT_EQ(list.messages.size(), 1u);
  EXPECT_EQ(list.messages[0].key, key(1));
}

}  // namespace
}  // namespace curante::messages
