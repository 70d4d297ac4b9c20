package io.tidegate.app.gate;

import static io.tidegate.app.gate.WaitingSite.BROWSER;
import static io.tidegate.app.gate.WaitingSite.ask;
import static io.tidegate.app.gate.WaitingSite.cookies;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.room.RoomConfig;
import io.tidegate.gate.room.RoomConfig.Line;
import io.tidegate.gate.upstream.UpstreamPolicy;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tickets and passes open at the gate's front door, and what they do not. */
class CredentialsTest {

  private static final String ELSEWHERE = "127.0.0.2";

  @TempDir Path folder;

  @Test
  void a_pass_that_has_run_out_opens_nothing() throws Exception {
    Line line =
        new Line(100, Duration.ofMillis(100), 10, Duration.ofMinutes(1), Duration.ofSeconds(1));
    RoomConfig usual = WaitingSite.room(10, 1_000);
    RoomConfig room =
        new RoomConfig(usual.name(), usual.when(), line, null, usual.measured(), 1_000, false);
    try (WaitingSite site = new WaitingSite(folder, room, UpstreamPolicy.DEFAULT);
        RawClient client = site.connect()) {
      String pass = passIn(ask(client, "GET /", BROWSER));
      assertThat(ask(client, "GET /", BROWSER + pass).text()).isEqualTo("inside");
      Wait.until(() -> !ask(client, "POST /", BROWSER + pass).text().equals("inside"));
      int before = site.upstream.requests().size();
      assertThat(ask(client, "GET /", BROWSER + pass).status()).as("as anybody").isEqualTo(303);
      assertThat(site.upstream.requests()).hasSize(before);
    }
  }

  @Test
  void a_pass_of_another_room_opens_nothing() throws Exception {
    String pass;
    try (WaitingSite site = new WaitingSite(folder, 10);
        RawClient client = site.connect()) {
      pass = ask(client, "GET /", BROWSER).header("set-cookie");
    }
    String other = passIn(pass).replace("pass-default=", "pass-other=");
    RoomConfig room = WaitingSite.room(10, 1_000).named("other");
    try (WaitingSite site = new WaitingSite(folder, room, UpstreamPolicy.DEFAULT);
        RawClient client = site.connect()) {
      assertThat(ask(client, "GET /", BROWSER + other).status()).isEqualTo(303);
      String field = "Tidegate-Pass: " + other.strip().split("=", 2)[1] + "\r\n";
      assertThat(ask(client, "GET /", field).status()).isEqualTo(429);
      assertThat(site.upstream.requests()).isEmpty();
    }
  }

  @Test
  void a_pass_that_was_given_back_and_a_ticket_in_its_place_open_nothing() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 10);
        RawClient client = site.connect()) {
      Reply in = ask(client, "GET /", BROWSER);
      String ticket = "Tidegate-Pass: " + in.header("tidegate-ticket") + "\r\n";
      assertThat(ask(client, "GET /", ticket).status()).isEqualTo(429);
      String both = cookies(in);
      ask(client, "POST /.tidegate/rooms/default/leave", both);
      assertThat(ask(client, "GET /", BROWSER + passIn(in)).status()).isEqualTo(303);
      assertThat(ask(client, "POST /", BROWSER + both).status()).isEqualTo(429);
      assertThat(site.upstream.requests()).isEmpty();
    }
  }

  @Test
  void where_they_are_bound_to_an_address_a_borrowed_pass_and_ticket_open_nothing()
      throws Exception {
    RoomConfig room = WaitingSite.room(1, 1_000).bound();
    try (WaitingSite site = new WaitingSite(folder, room, UpstreamPolicy.DEFAULT);
        RawClient client = site.connect();
        RawClient borrower = elsewhere(site)) {
      Reply in = ask(client, "GET /", BROWSER);
      String both = cookies(in);
      String ticket = "Tidegate-Ticket: " + in.header("tidegate-ticket") + "\r\n";
      assertThat(ask(client, "GET /", BROWSER + both).text()).isEqualTo("inside");
      assertThat(ask(client, "POST /", ticket).text()).isEqualTo("inside");
      int before = site.upstream.requests().size();
      assertThat(ask(borrower, "GET /", BROWSER + both).text()).contains("You are in line");
      assertThat(ask(borrower, "POST /", ticket).number("ahead")).isEqualTo(1);
      String unsealed = ticket.substring(0, ticket.indexOf('.')) + "\r\n";
      assertThat(ask(borrower, "POST /", unsealed).number("ahead")).isEqualTo(2);
      assertThat(ask(client, "POST /", unsealed).number("ahead")).isEqualTo(3);
      assertThat(site.upstream.requests()).hasSize(before);
      assertThat(ask(client, "GET /", BROWSER + both).text()).isEqualTo("inside");
    }
  }

  @Test
  void a_pass_that_begins_anew_comes_back_as_the_old_one_came() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 10);
        RawClient client = site.connect()) {
      Reply browser = ask(client, "GET /renew", BROWSER + cookies(ask(client, "GET /", BROWSER)));
      assertThat(browser.header("set-cookie")).startsWith("tidegate-pass-default=");
      assertThat(browser.header("tidegate-pass")).isEmpty();
      Reply first = ask(client, "GET /", "");
      Reply in =
          ask(client, "GET /", "Tidegate-Ticket: " + first.header("tidegate-ticket") + "\r\n");
      String pass = in.header("tidegate-pass");
      Reply program = ask(client, "GET /renew", "Tidegate-Pass: " + pass + "\r\n");
      assertThat(program.header("set-cookie")).isEmpty();
      String renewed = program.header("tidegate-pass");
      assertThat(renewed).isNotEqualTo(pass).hasSameSizeAs(pass);
      assertThat(ask(client, "GET /", "Tidegate-Pass: " + renewed + "\r\n").text())
          .isEqualTo("inside");
    }
  }

  private static RawClient elsewhere(WaitingSite site) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(InetAddress.getByName(ELSEWHERE), 0));
    return new RawClient(socket, site.gate.port(), 0);
  }

  private static String passIn(Reply reply) {
    return passIn(reply.header("set-cookie"));
  }

  /** The pass alone, without the ticket. */
  private static String passIn(String setCookies) {
    String pass =
        setCookies.lines().filter(one -> one.contains("-pass-")).findFirst().orElseThrow();
    return "Cookie: " + pass.split(";", 2)[0] + "\r\n";
  }
}
