package io.tidegate.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cluster.wire.Frame;
import io.tidegate.cluster.wire.Outcome;
import io.tidegate.core.Command;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Result;
import io.tidegate.engine.Request;
import io.tidegate.store.home.Member;
import io.tidegate.store.log.LogRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What becomes of requests that somebody else is to decide. */
class ForwardingTest {
  private static final UUID FIRST = new UUID(0, 1);
  private static final UUID SECOND = new UUID(0, 2);
  private static final Command PLAIN = new Command.Claim(1, 7, 1, null, null);
  private static final Command KEYED =
      new Command.Claim(1, 8, 1, null, new IdempotencyKey(1, 2, 3));
  private static final Result YES = new Result.Done();

  private final List<Frame.Asked> sent = new ArrayList<>();
  private final List<Request> back = new ArrayList<>();
  private final Forwarding forwarding = new Forwarding(new ToTest(), 100);

  private final class ToTest implements Peers {
    @Override
    public void members(List<Member> others) {}

    @Override
    public boolean reaches(UUID peer) {
      return true;
    }

    @Override
    public boolean send(UUID peer, Frame frame) {
      if (frame instanceof Frame.Ask(var batch)) sent.addAll(batch);
      return true;
    }

    @Override
    public void toAll(Frame frame) {}

    @Override
    public void push(LogRecord record) {}

    @Override
    public void close() {}
  }

  private Request take(Command command) {
    Request request = new Request(command, back::addAll) {};
    forwarding.take(request);
    return request;
  }

  private void answer(Outcome outcome) {
    Frame.Answered answered = new Frame.Answered(sent.getLast().id(), outcome);
    forwarding.answered(new Frame.Answers(1, List.of(answered)));
  }

  private void waitInVain() {
    forwarding.expire(System.nanoTime() + Forwarding.WAIT_NS + 1);
  }

  @Test
  void an_answer_of_the_leader_is_that_of_the_request() {
    Request request = take(PLAIN);
    assertThat(forwarding.send(FIRST)).isTrue();
    answer(new Outcome.Decided(YES));
    assertThat(back).containsExactly(request);
    assertThat(request.result()).isEqualTo(YES);
    assertThat(forwarding.size()).isZero();
  }

  @Test
  void without_a_leader_a_request_waits_and_then_comes_back_as_one_without_effect() {
    Request request = take(PLAIN);
    assertThat(forwarding.send(null)).isFalse();
    forwarding.expire(System.nanoTime());
    assertThat(back).isEmpty();
    waitInVain();
    assertThat(back).containsExactly(request);
    assertThat(request.result()).isInstanceOf(Result.Full.class);
  }

  @Test
  void what_surely_had_no_effect_is_sent_to_the_next_leader() {
    take(PLAIN);
    forwarding.send(FIRST);
    answer(new Outcome.NotDecided());
    assertThat(back).isEmpty();
    assertThat(forwarding.send(SECOND)).isTrue();
    assertThat(sent).hasSize(2);
  }

  @Test
  void a_command_without_a_key_that_may_have_been_decided_is_never_sent_again() {
    Request request = take(PLAIN);
    forwarding.send(FIRST);
    forwarding.lost(FIRST);
    assertThat(back).containsExactly(request);
    assertThat(request.result()).isNull();
    assertThat(forwarding.send(SECOND)).isFalse();
  }

  @Test
  void one_with_a_key_is_and_where_that_is_in_vain_nobody_knows() {
    Request request = take(KEYED);
    forwarding.send(FIRST);
    forwarding.lost(FIRST);
    assertThat(back).isEmpty();
    assertThat(forwarding.send(SECOND)).isTrue();
    answer(new Outcome.Unknown());
    waitInVain();
    assertThat(back).containsExactly(request);
    assertThat(request.result()).isNull();
  }

  @Test
  void the_end_of_one_link_leaves_what_was_sent_over_another() {
    take(PLAIN);
    forwarding.send(FIRST);
    forwarding.lost(SECOND);
    assertThat(back).isEmpty();
    assertThat(forwarding.size()).isEqualTo(1);
  }

  @Test
  void an_answer_that_nobody_waits_for_is_dropped() {
    forwarding.answered(
        new Frame.Answers(1, List.of(new Frame.Answered(99, new Outcome.Decided(YES)))));
    assertThat(back).isEmpty();
  }
}
