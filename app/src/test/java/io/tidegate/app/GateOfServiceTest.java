package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gate that {@code up} puts before the service. */
class GateOfServiceTest {

  private static final String BROWSER = "Accept: text/html\r\nSec-Fetch-Mode: navigate\r\n";

  @TempDir Path folder;

  @Test
  void everything_of_the_service_is_served_through_the_gate() throws Exception {
    try (RunningService service = RunningService.behindGate(folder.resolve("data"));
        RawClient gate = gate(service)) {
      for (String page : new String[] {"/readyz", "/healthz", "/", "/feed", "/docs", "/metrics"})
        assertThat(ask(gate, "GET " + page, BROWSER).status()).as(page).isEqualTo(200);
      Reply claim =
          gate.send(
                  "POST /api/v1/coupon/issue HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Type: application/json\r\nContent-Length: 12\r\n\r\n{\"userId\":7}")
              .reply();
      assertThat(claim.status()).isEqualTo(201);
      assertThat(ask(gate, "GET /api/v1/pay/query", "X-User-Id: 7\r\n").status()).isEqualTo(200);
    }
  }

  @Test
  void a_page_of_another_site_reaches_nothing_through_the_gate() throws Exception {
    try (RunningService service = RunningService.behindGate(folder.resolve("data"));
        RawClient gate = gate(service)) {
      String request =
          "GET /api/v1/pay/query HTTP/1.1\r\nX-User-Id: 7\r\nHost: evil.example\r\n\r\n";
      assertThat(gate.send(request).reply().status()).isEqualTo(404);
    }
  }

  @Test
  void who_finds_the_room_full_waits_and_comes_in_when_somebody_leaves() throws Exception {
    try (RunningService service = RunningService.behindGate(folder.resolve("data"));
        RawClient gate = gate(service)) {
      onlyOneInside(service);
      String inside = cookies(ask(gate, "GET /demo", BROWSER));
      assertThat(ask(gate, "GET /demo", BROWSER + inside).text()).contains("<title>");
      Reply waits = ask(gate, "GET /demo", BROWSER);
      assertThat(waits.text()).contains("You are in line");
      String waiting = cookies(waits);
      ask(gate, "POST /.tidegate/rooms/default/leave", inside);
      Wait.until(() -> ask(gate, "GET /demo", BROWSER + waiting).text().contains("Your turn"));
    }
  }

  @Test
  void the_figures_of_the_gate_stand_among_those_of_the_service() throws Exception {
    try (RunningService service = RunningService.behindGate(folder.resolve("data"));
        RawClient gate = gate(service)) {
      onlyOneInside(service);
      ask(gate, "GET /demo", BROWSER);
      ask(gate, "GET /demo", BROWSER);
      Wait.until(() ->
          metrics(service)
              .contains("tidegate_gate_room_people{room=\"default\",state=\"waiting\"} 1"));
      assertThat(metrics(service))
          .contains(
              "tidegate_gate_room_people{room=\"default\",state=\"inside\"} 1",
              "tidegate_gate_room_admitted_total{room=\"default\"} 1",
              "tidegate_gate_room_bound{bound=\"space\",room=\"default\"} 1",
              "tidegate_gate_room_bound{bound=\"rate\",room=\"default\"} 0",
              "tidegate_gate_upstream_in_flight{upstream=\"service\"} 0");
    }
  }

  private static String metrics(RunningService service) {
    try (RawClient client = new RawClient(service.service().port())) {
      return client.get("/metrics").reply().text();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_ticket_of_one_door_is_good_at_the_other() throws Exception {
    try (RunningService service = RunningService.behindGate(folder.resolve("data"));
        RawClient gate = gate(service)) {
      onlyOneInside(service);
      String first = service.post("/user/7/queue/token/issue").word("waitingToken");
      String second = service.post("/user/8/queue/token/issue").word("waitingToken");
      assertThat(ask(gate, "GET /demo", ticket(first)).status()).isEqualTo(200);
      Reply waits = ask(gate, "GET /demo", ticket(second));
      assertThat(waits.problem()).isEqualTo("waiting-room");

      String third = ask(gate, "GET /demo", "").header("tidegate-ticket");
      Reply place = service.get("/user/queue/token/query", "waitingToken", third);
      assertThat(place.word("state")).isEqualTo("WAITING");
      assertThat(place.number("num")).isEqualTo(2);

      service.delete("/user/queue/token", "waitingToken", first);
      Wait.until(() -> ask(gate, "GET /demo", ticket(second)).status() == 200);
    }
  }

  @Test
  void where_everything_is_sold_nobody_is_let_in_for_nothing() throws Exception {
    try (RunningService service = RunningService.behindGate(folder.resolve("data"));
        RawClient gate = gate(service)) {
      service.admin("POST", "/sales/2/close", "{}").is(200);
      Reply over = ask(gate, "GET /demo", "");
      assertThat(over.word("state")).isEqualTo("over");
      assertThat(over.word("bound")).isEqualTo("stock");
      String sale =
          "{\"name\":\"One\",\"opensAt\":\"2026-01-01T00:00:00Z\",\"entry\":\"room\",\"room\":\"default\"}";
      long id = service.admin("POST", "/sales", sale).number("saleId");
      String offer = "{\"saleId\":" + id + ",\"name\":\"One\",\"total\":1}";
      long one = service.admin("POST", "/offers", offer).number("offerId");
      service
          .postJson(
              "/offers/" + one + "/claims",
              "{\"userId\":7,\"quantity\":1}",
              "waitingToken",
              service.ticket(7, "default"))
          .is(201);
      Reply told = ask(gate, "GET /demo", "");
      assertThat(told.status()).isEqualTo(429);
      assertThat(told.word("state")).isEqualTo("sold-out");
      assertThat(told.word("reason")).isEqualTo("sold-out");
      assertThat(told.word("bound")).isEqualTo("stock");
      assertThat(ask(gate, "GET /demo", BROWSER).text()).contains("Sold out");
    }
  }

  @Test
  void a_stream_through_the_gate_ends_with_the_service() throws Exception {
    RunningService service = RunningService.behindGate(folder.resolve("data"));
    try (RawClient gate = gate(service)) {
      gate.send("GET /api/v1/rooms/default/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
      gate.readUntil("event:");
      service.close();
      assertThat(gate.rest()).doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void a_port_of_the_gate_that_is_taken_is_told_with_the_option_that_helps() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      ServiceProcess other =
          ServiceProcess.run(
              "up", "--port", "0", "--gate-port", port, "--data", folder.resolve("d").toString());
      assertThat(other.exitCode()).isEqualTo(1);
      assertThat(other.complaints())
          .singleElement()
          .asString()
          .contains("the gate cannot listen on 127.0.0.1:" + port, "--gate-port", "in use");
    }
  }

  /** The demo's room, in which one has space. */
  private static void onlyOneInside(RunningService service) {
    assertThat(service.admin("PATCH", "/rooms/1", "{\"insideMax\":1}").status()).isEqualTo(200);
  }

  private static RawClient gate(RunningService service) throws IOException {
    return new RawClient(service.service().gatePort().orElseThrow());
  }

  private static String ticket(String ticket) {
    return "Tidegate-Ticket: " + ticket + "\r\n";
  }

  private static String cookies(Reply reply) {
    String all =
        reply
            .header("set-cookie")
            .lines()
            .map(cookie -> cookie.split(";", 2)[0])
            .collect(Collectors.joining("; "));
    return "Cookie: " + all + "\r\n";
  }

  private static Reply ask(RawClient client, String line, String fields) throws IOException {
    return client.send(line + " HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n").reply();
  }
}
