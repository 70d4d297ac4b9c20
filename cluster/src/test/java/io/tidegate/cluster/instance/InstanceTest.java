package io.tidegate.cluster.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.cluster.Takeover.Role;
import io.tidegate.cluster.instance.ClusterFixture.Running;
import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.sale.Entry;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import io.tidegate.testkit.Wait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One instance on a home that others could share too. */
class InstanceTest {
  private static final Command SALE =
      new Command.CreateSale("a sale", 0, Long.MAX_VALUE, Entry.OPEN, 0);
  private static final Command OFFER = new Command.CreateOffer(1, "coupons", 100, 0, 1, 1, 0);

  private final ClusterFixture cluster = new ClusterFixture();

  @AfterEach
  void stop() throws Exception {
    cluster.close();
  }

  private static Command claim(long user) {
    return new Command.Claim(1, user, 1, null, null);
  }

  @Test
  void alone_it_leads_and_hands_out_exactly_what_there_is() throws Exception {
    Running one = cluster.start(SALE, OFFER);
    cluster.leader();
    List<CompletableFuture<Optional<Result>>> answers = new ArrayList<>();
    for (int user = 1; user <= 300; user++) answers.add(one.submit(claim(user)));
    int taken = 0;
    for (var answer : answers)
      if (answer.get(20, TimeUnit.SECONDS).orElseThrow() instanceof Result.Taken) taken++;
    assertThat(taken).isEqualTo(100);
    assertThat(one.issued()).isEqualTo(100);
  }

  @Test
  void what_was_answered_is_there_for_whoever_comes_later() throws Exception {
    Running first = cluster.start(SALE, OFFER);
    cluster.leader();
    assertThat(first.ask(claim(7)).orElseThrow()).isInstanceOf(Result.Taken.class);
    assertThat(first.instance.stop(java.time.Duration.ofSeconds(5))).isTrue();
    assertThat(cluster.database.records().getLast().kind()).isEqualTo(RecordKind.CLOSING);
    Running second = cluster.start();
    assertThat(second.issued()).isEqualTo(1);
    Wait.until(second.instance::leads);
    assertThat(second.ask(claim(7)).orElseThrow()).isInstanceOf(Result.AlreadyClaimed.class);
  }

  @Test
  void a_refusal_waits_for_a_home_that_is_gone_and_never_comes_from_memory_alone()
      throws Exception {
    Running one = cluster.start(SALE, OFFER);
    cluster.leader();
    assertThat(one.ask(claim(7)).orElseThrow()).isInstanceOf(Result.Taken.class);
    cluster.database.gone(true);
    assertThat(one.ask(claim(7))).isEmpty();
    Wait.until(() -> !one.instance.leads());
    cluster.database.gone(false);
    Wait.until(one.instance::leads);
    assertThat(one.ask(claim(7)).orElseThrow()).isInstanceOf(Result.AlreadyClaimed.class);
  }

  @Test
  void a_claim_whose_home_did_not_answer_is_neither_lost_nor_doubled() throws Exception {
    Running one = cluster.start(SALE, OFFER);
    cluster.leader();
    cluster.database.losesAcks(true);
    CompletableFuture<Optional<Result>> answer = one.submit(claim(9));
    assertThat(answer.get(20, TimeUnit.SECONDS).orElseThrow()).isInstanceOf(Result.Taken.class);
    cluster.database.losesAcks(false);
    assertThat(one.ask(claim(9)).orElseThrow()).isInstanceOf(Result.AlreadyClaimed.class);
    long batches =
        cluster.database.records().stream()
            .map(LogRecord::kind)
            .filter(RecordKind.BATCH::equals)
            .count();
    assertThat(batches).isEqualTo(2);
  }

  @Test
  void while_the_home_is_gone_new_requests_come_back_within_the_time_of_a_takeover()
      throws Exception {
    Running one = cluster.start(SALE, OFFER);
    cluster.leader();
    cluster.database.gone(true);
    var _ = one.submit(claim(1));
    Wait.until(() -> !one.instance.leads());
    long begunNs = System.nanoTime();
    assertThat(one.ask(claim(2)).orElseThrow()).isInstanceOf(Result.Full.class);
    assertThat(System.nanoTime() - begunNs).isLessThan(2 * Forwarding.WAIT_NS);
    Wait.until(() -> !one.instance.ready());
  }

  @Test
  void a_home_that_lost_what_was_acknowledged_gets_it_back() throws Exception {
    Running one = cluster.start(SALE, OFFER);
    cluster.leader();
    for (int user = 1; user <= 5; user++) assertThat(one.ask(claim(user))).isPresent();
    long end = one.instance.viewsSequence();
    cluster.database.forget(2);
    one.ask(claim(6));
    Wait.until(() -> cluster.database.records().size() > end && one.instance.leads());
    assertThat(one.ask(claim(5)).orElseThrow()).isInstanceOf(Result.AlreadyClaimed.class);
    assertThat(ClusterFixture.isRole(one, Role.LEADING)).isTrue();
  }
}
