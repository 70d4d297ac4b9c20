package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ServiceUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request sent again with its key takes effect once and is answered the same. */
class IdempotencyTest {

  private static final String REPLAYED = "Idempotency-Replayed";

  private ServiceFixture service;
  private long offer;
  private String seat;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    service = new ServiceFixture(folder);
    long sale = service.openSale();
    service.coupon(sale, 100);
    offer =
        service.created(
            new io.tidegate.core.Command.CreateOffer(sale, "Floor", 100, 5, 4, 50, 60_000));
    long concert = service.concert("Northern Drift");
    service.schedule(concert, sale, 1);
    seat = "/concerts/" + concert + "/seats/1";
  }

  @AfterEach
  void close() throws Exception {
    service.close();
  }

  @Test
  void a_claim_sent_again_is_the_same_claim() {
    Reply first = claim(7, "a", 2).is(201);
    Reply second = claim(7, "a", 2).is(200);
    assertThat(first.header(REPLAYED)).isEmpty();
    assertThat(second.header(REPLAYED)).isEqualTo("true");
    assertThat(second.bytes()).isEqualTo(first.bytes());
    assertThat(service.get("/offers/" + offer).number("held")).isEqualTo(2);
  }

  @Test
  void two_keys_in_one_request_are_refused_and_nothing_is_done() throws Exception {
    String path = "/api/v1/coupon/issue";
    for (String second : new String[] {"a", "b"}) {
      try (RawClient client = service.connect()) {
        client
            .ask("POST", path, "{\"userId\":7}", "Idempotency-Key", "a", "idempotency-key", second)
            .is(problem(ProblemType.MALFORMED));
      }
    }
    try (RawClient client = service.connect()) {
      client.ask("POST", path, "{\"userId\":7}", "Idempotency-Key", "a").is(201);
    }
  }

  @Test
  void the_same_key_for_another_request_is_refused_and_does_nothing() {
    claim(7, "a", 2).is(201);
    claim(7, "a", 1).is(problem(ProblemType.KEY_REUSED));
    assertThat(
            service
                .postJson("/coupon/issue", "{}", "X-User-Id", "7", "Idempotency-Key", "a")
                .is(problem(ProblemType.KEY_REUSED))
                .status())
        .isEqualTo(422);
    assertThat(service.get("/offers/1").number("issued")).isZero();
    assertThat(service.get("/offers/" + offer).number("held")).isEqualTo(2);
  }

  @Test
  void a_key_belongs_to_its_user_and_its_operation() {
    claim(7, "a", 1).is(201);
    claim(8, "a", 1).is(201);
    keyed("PATCH", "/pay/charge?amount=50", 7, "a").is(200);
    assertThat(keyed("POST", "/claims/1/pay", 7, "a").is(200).header(REPLAYED)).isEmpty();
    assertThat(keyed("POST", seat + "/reserve", 7, "a").is(200).header(REPLAYED)).isEmpty();
  }

  @Test
  void without_a_key_each_request_is_one_of_its_own() {
    for (int i = 0; i < 3; i++)
      service.postJson("/offers/" + offer + "/claims", "{\"userId\":7,\"quantity\":2}").is(201);
    assertThat(service.get("/offers/" + offer).number("held")).isEqualTo(6);
  }

  @Test
  void a_top_up_sent_again_adds_nothing() {
    assertThat(keyed("PATCH", "/pay/charge?amount=50", 7, "c").is(200).header(REPLAYED)).isEmpty();
    Reply again = keyed("PATCH", "/pay/charge?amount=50", 7, "c").is(200);
    assertThat(again.header(REPLAYED)).isEqualTo("true");
    assertThat(again.text()).isEqualTo("{\"isCharge\":true}");
    keyed("PATCH", "/pay/charge?amount=51", 7, "c").is(problem(ProblemType.KEY_REUSED));
    assertThat(service.get("/pay/query", ServiceUnderTest.as(7)).number("amount")).isEqualTo(50);
  }

  @Test
  void a_seat_reserved_and_paid_for_again_with_its_keys_is_reserved_and_paid_for_once() {
    service.patch("/pay/charge?amount=20000", ServiceUnderTest.as(7)).is(200);
    Reply held = keyed("POST", seat + "/reserve", 7, "h").is(200);
    Reply heldAgain = keyed("POST", seat + "/reserve", 7, "h").is(200);
    assertThat(heldAgain.bytes()).isEqualTo(held.bytes());
    assertThat(heldAgain.header(REPLAYED)).isEqualTo("true");
    Reply paid = keyed("PATCH", seat + "/pay/1", 7, "p").is(200);
    Reply paidAgain = keyed("PATCH", seat + "/pay/1", 7, "p").is(200);
    assertThat(paidAgain.bytes()).isEqualTo(paid.bytes());
    assertThat(paidAgain.header(REPLAYED)).isEqualTo("true");
    keyed("PATCH", seat + "/pay/1", 7, "q").is(problem(ProblemType.ALREADY_PAID));
    assertThat(service.get("/pay/query", ServiceUnderTest.as(7)).number("amount"))
        .isEqualTo(10_000);
  }

  @Test
  void seats_held_again_with_their_key_are_held_once() {
    String body = "{\"scheduleId\":1,\"seatIds\":[2,3]}";
    String[] headers = {"X-User-Id", "7", "Idempotency-Key", "h"};
    Reply first = service.postJson("/holds", body, headers).is(201);
    assertThat(service.postJson("/holds", body, headers).is(200).bytes()).isEqualTo(first.bytes());
    String reversed = "{\"scheduleId\":1,\"seatIds\":[3,2]}";
    service.postJson("/holds", reversed, headers).is(problem(ProblemType.KEY_REUSED));
  }

  @Test
  void a_refusal_is_not_kept_under_its_key() {
    keyed("PATCH", "/pay/charge?amount=10000001", 7, "k").is(problem(ProblemType.OVER_CAP));
    keyed("PATCH", "/pay/charge?amount=5", 7, "k").is(200);
  }

  @Test
  void duplicates_at_the_same_moment_become_one_claim() {
    List<CompletableFuture<Reply>> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++)
      sent.add(
          service.sendLater(
              "POST",
              "/api/v1/offers/" + offer + "/claims",
              "{\"userId\":7,\"quantity\":1}",
              "Idempotency-Key",
              "same"));
    List<Reply> replies = sent.stream().map(CompletableFuture::join).toList();
    assertThat(replies).filteredOn(r -> r.status() == 201).hasSize(1);
    assertThat(replies).filteredOn(r -> r.status() == 200).hasSize(99);
    assertThat(replies.stream().map(Reply::text).distinct()).hasSize(1);
    assertThat(service.get("/offers/" + offer).number("held")).isEqualTo(1);
  }

  private Reply claim(long user, String key, int quantity) {
    String body = "{\"quantity\":" + quantity + "}";
    return service.postJson(
        "/offers/" + offer + "/claims",
        body,
        "X-User-Id",
        Long.toString(user),
        "Idempotency-Key",
        key);
  }

  private Reply keyed(String method, String path, long user, String key) {
    return service.send(
        method,
        ServiceUnderTest.API + path,
        "",
        "X-User-Id",
        Long.toString(user),
        "Idempotency-Key",
        key);
  }
}
