package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ServiceUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said twice could be taken by one reader for this and by another for that. */
@Timeout(60)
class RepeatedInputTest {

  @TempDir Path folder;
  private ServiceFixture service;

  @BeforeEach
  void start() throws Exception {
    service = new ServiceFixture(folder);
    service.room("default", 9, 9);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void an_amount_named_twice_is_refused_and_nothing_is_put_in() {
    Reply refused = service.patch("/pay/charge?amount=1000&amount=50000", ServiceUnderTest.as(1));
    assertThat(refused.is(problem(ProblemType.MALFORMED)).word("detail"))
        .isEqualTo("amount must be there once, in the query.");
    assertThat(service.get("/pay/query", ServiceUnderTest.as(1)).is(200).number("amount")).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pay/charge?amount=1000&times=2",
        "/pay/charge?amount=1000&Amount=2",
        "/pay/charge?amount=1000&userId=2"
      })
  void a_parameter_that_a_change_does_not_know_is_refused(String path) {
    assertThat(
            service
                .patch(path, ServiceUnderTest.as(1))
                .is(problem(ProblemType.MALFORMED))
                .word("detail"))
        .contains("is not a parameter of this query; it may have: amount.");
    assertThat(service.get("/pay/query?times=2", ServiceUnderTest.as(1)).is(200).number("amount"))
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-User-Id: 1\r\nX-User-Id: 2",
        "X-User-Id: 1\r\nx-user-id: 1",
        "X-User-Id: 1\r\nAccept: */*\r\nX-USER-ID: 1",
        "X-User-Id: 1, 2",
        "X-User-Id: 1\r\nwaitingToken: a\r\nwaitingtoken: a",
        "X-User-Id: 1\r\nIdempotency-Key: a\r\nIdempotency-Key: b",
        "X-User-Id: 1\r\nHost: b",
        "X-User-Id: 1\r\nContent-Length: 0\r\nContent-Length: 0",
      })
  void a_header_that_decides_who_speaks_is_there_once(String headers) throws Exception {
    try (RawClient client = service.connect()) {
      client.send(
          "PATCH /api/v1/pay/charge?amount=5 HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n\r\n");
      client.reply().is(problem(ProblemType.MALFORMED));
    }
    for (long user = 1; user <= 2; user++)
      assertThat(service.get("/pay/query", ServiceUnderTest.as(user)).is(200).number("amount"))
          .isZero();
  }

  @Test
  void an_admin_key_shown_twice_is_refused_and_nothing_is_made() throws Exception {
    String shown = "Authorization: Bearer " + service.adminKey() + "\r\n";
    String body = "{\"name\":\"second\",\"people\":1,\"everySeconds\":1,\"insideMax\":1}";
    try (RawClient client = service.connect()) {
      client.send(
          "POST /api/v1/admin/rooms HTTP/1.1\r\nHost: a\r\n"
              + shown
              + shown
              + "Content-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n"
              + body);
      assertThat(client.reply().is(problem(ProblemType.MALFORMED)).word("detail"))
          .isEqualTo("Authorization must be there once.");
    }
    assertThat(service.admin("GET", "/rooms", "").is(200).text()).doesNotContain("second");
  }

  @Test
  void a_type_named_twice_is_refused() throws Exception {
    try (RawClient client = service.connect()) {
      client.send(
          "POST /api/v1/holds HTTP/1.1\r\nHost: a\r\nX-User-Id: 1\r\nContent-Type: application/json\r\n"
              + "Content-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}");
      assertThat(client.reply().is(problem(ProblemType.MALFORMED)).word("detail"))
          .isEqualTo("Content-Type must be there once.");
    }
  }
}
