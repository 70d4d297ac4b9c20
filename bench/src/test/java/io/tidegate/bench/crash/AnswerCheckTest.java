package io.tidegate.bench.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.Auditor;
import io.tidegate.core.Event;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Judges journals of which it is known what is in them. */
class AnswerCheckTest {
  private static final long USER = 7;
  private static final CrashFixture FIXTURE = new CrashFixture(1, 2, 1, 10, 1, 2);

  @TempDir private Path folder;

  @Test
  void nothing_is_wrong_where_everything_answered_is_there() throws IOException {
    write(claimed(1, USER));
    assertThat(faults(claim(USER, 201, "{\"claimId\":1}"))).isEmpty();
  }

  @Test
  void an_answered_claim_that_is_not_there_is_a_fault() throws IOException {
    write();
    assertThat(faults(claim(USER, 201, "{\"claimId\":1}")))
        .singleElement()
        .asString()
        .startsWith("answered and not there");
  }

  @Test
  void an_answer_with_another_claim_than_the_one_there_is_a_fault() throws IOException {
    write(claimed(1, USER));
    assertThat(faults(claim(USER, 201, "{\"claimId\":2}"))).hasSize(1);
  }

  @Test
  void a_refusal_of_what_is_there_is_a_fault() throws IOException {
    write(claimed(1, USER));
    assertThat(faults(claim(USER, 409, ""))).hasSize(1);
  }

  @Test
  void what_was_not_answered_may_be_there_or_not() throws IOException {
    write(claimed(1, USER));
    assertThat(faults(unanswered(USER), unanswered(USER + 1))).isEmpty();
  }

  @Test
  void what_was_not_answered_and_is_there_twice_is_a_fault() throws IOException {
    write(claimed(1, USER), claimed(2, USER));
    assertThat(faults(unanswered(USER)))
        .anyMatch(fault -> fault.startsWith("neither whole nor nothing"));
  }

  @Test
  void a_claim_that_nobody_sent_is_a_fault() throws IOException {
    write(claimed(1, USER));
    assertThat(faults()).singleElement().asString().startsWith("never sent and there");
  }

  @Test
  void money_that_nobody_sent_is_a_fault() throws IOException {
    write(new Event.ToppedUp(USER, CrashFixture.PRICE, null));
    assertThat(faults()).hasSize(1);
  }

  @Test
  void a_number_that_was_answered_and_is_not_there_is_a_fault() throws IOException {
    write(new Event.Joined(1, USER, 1));
    assertThat(faults(joined(USER, 2)))
        .singleElement()
        .asString()
        .startsWith("answered and not there");
  }

  @Test
  void more_numbers_than_joins_are_a_fault() throws IOException {
    write(new Event.Joined(1, USER, 1), new Event.Joined(1, USER + 1, 2));
    assertThat(faults(joined(USER, 1))).singleElement().asString().contains("2 numbers to 1 joins");
  }

  private List<String> faults(SentRequest... requests) throws IOException {
    List<String> faults = new ArrayList<>();
    new AnswerCheck(new AuditedState(Auditor.audit(folder)), faults::add).judge(List.of(requests));
    return faults;
  }

  private static SentRequest claim(long user, int status, String body) {
    return answered(FIXTURE.claim(1, user), status, body);
  }

  private static SentRequest unanswered(long user) {
    return FIXTURE.claim(1, user);
  }

  private static SentRequest joined(long user, long number) {
    return answered(FIXTURE.join(1, user), 200, "{\"number\":" + number + "}");
  }

  private static SentRequest answered(SentRequest request, int status, String body) {
    request.sent();
    request.answered(new BlockingConnection.Answer(status, body));
    return request;
  }

  private static Event claimed(long id, long user) {
    return new Event.Claimed(id, 1, user, 1, 0, 0, new long[0], null);
  }

  /** A journal with an open offer, a room, and these events. */
  private void write(Event... events) throws IOException {
    JournalConfig small =
        new JournalConfig(1 << 20, 64 << 10, Duration.ofSeconds(1), Duration.ofSeconds(1));
    try (JournalStore store =
        JournalStore.open(folder, small, JournalObserver.NONE, 1, Long.MAX_VALUE)) {
      store.begin();
      store.append(new Event.SaleCreated(1, "All", 1, Long.MAX_VALUE, Entry.OPEN, 0));
      store.append(new Event.SaleSwitched(1, SaleState.OPEN, ""));
      store.append(new Event.OfferCreated(1, 1, "Coupon", 10, 0, 1, 2, 0));
      RoomSettings room = new RoomSettings("patient", RoomState.OPEN, 5, 1_000, 10, 1_000, 1_000);
      store.append(new Event.RoomCreated(1, 1, room));
      for (Event event : events) store.append(event);
      store.commit(1_000);
    }
  }
}
