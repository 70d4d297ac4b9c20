package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static io.tidegate.testkit.ServiceUnderTest.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command;
import io.tidegate.testkit.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two things at the same moment: one of them comes first, and money and units follow that one. */
class RaceTest {

  private static final int USERS = 200;
  private static final long PRICE = 10;

  private ServiceFixture service;
  private long sale;
  private long offer;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    service = new ServiceFixture(folder);
    sale = service.openSale();
    offer = service.created(new Command.CreateOffer(sale, "Floor", USERS, PRICE, 1, 1, 60_000));
  }

  @AfterEach
  void close() {
    service.close();
  }

  private void everybodyHoldsOne() {
    for (long user = 1; user <= USERS; user++) {
      service.ask(new Command.TopUp(user, PRICE, null));
      service.ask(new Command.Claim(offer, user, 1, null, null));
    }
  }

  @Test
  void a_payment_at_the_instant_of_the_lapse_is_whole_or_nothing() {
    everybodyHoldsOne();
    List<CompletableFuture<Reply>> payments = new ArrayList<>();
    for (long claim = 1; claim <= USERS; claim++) {
      if (claim == USERS / 2) service.clock.pass(Duration.ofSeconds(60));
      payments.add(service.sendLater("POST", "/api/v1/claims/" + claim + "/pay", "", as(claim)));
    }
    long paid = 0;
    for (int i = 0; i < USERS; i++) {
      Reply payment = payments.get(i).join();
      boolean went = payment.status() == 200;
      if (!went) payment.is(problem(ProblemType.HOLD_LAPSED));
      assertThat(balance(i + 1)).isEqualTo(went ? 0 : PRICE);
      assertThat(state(i + 1)).isEqualTo(went ? "issued" : "lapsed");
      if (went) paid++;
    }
    assertThat(paid).as("nobody who paid after the instant").isLessThan(USERS / 2);
    assertThat(service.get("/offers/" + offer).object())
        .containsEntry("issued", paid)
        .containsEntry("held", 0L)
        .containsEntry("available", USERS - paid);
  }

  @Test
  void a_payment_beside_a_cancellation_leaves_the_unit_with_the_money_or_back_with_the_offer() {
    everybodyHoldsOne();
    List<CompletableFuture<Reply>> payments = new ArrayList<>();
    List<CompletableFuture<Reply>> cancellations = new ArrayList<>();
    for (long claim = 1; claim <= USERS; claim++) {
      payments.add(service.sendLater("POST", "/api/v1/claims/" + claim + "/pay", "", as(claim)));
      cancellations.add(service.sendLater("DELETE", "/api/v1/claims/" + claim, "", as(claim)));
    }
    for (int i = 0; i < USERS; i++) {
      Reply payment = payments.get(i).join();
      if (payment.status() != 200) payment.is(problem(ProblemType.CANCELLED));
      cancellations.get(i).join().is(204);
      assertThat(balance(i + 1)).as("refunded, or never debited").isEqualTo(PRICE);
      assertThat(state(i + 1)).isEqualTo("cancelled");
    }
    assertThat(service.get("/offers/" + offer).number("available")).isEqualTo(USERS);
  }

  @Test
  void units_added_while_it_is_sold_out_go_to_those_who_ask_next_and_no_more_than_that() {
    long coupon = service.coupon(sale, 50);
    List<CompletableFuture<Reply>> claims = new ArrayList<>();
    for (long user = 1; user <= 400; user++) {
      if (user == 200) {
        claims.forEach(CompletableFuture::join);
        assertThat(service.get("/offers/" + coupon).number("available")).isZero();
        service.ask(new Command.Restock(coupon, 80));
      }
      claims.add(service.sendLater("POST", "/api/v1/offers/" + coupon + "/claims", "", as(user)));
    }
    List<Reply> replies = claims.stream().map(CompletableFuture::join).toList();
    assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(80);
    assertThat(replies.subList(199, 400)).filteredOn(reply -> reply.status() == 201).hasSize(30);
    assertThat(service.get("/offers/" + coupon).number("issued")).isEqualTo(80);
  }

  private long balance(long user) {
    return service.get("/pay/query", as(user)).is(200).number("amount");
  }

  private String state(long claim) {
    return service.get("/claims/" + claim, as(claim)).is(200).word("state");
  }
}
