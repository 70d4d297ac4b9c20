package io.tidegate.app.gate;

import static io.tidegate.app.gate.WaitingSite.BROWSER;
import static io.tidegate.app.gate.WaitingSite.ask;
import static io.tidegate.app.gate.WaitingSite.cookies;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingRoomTest {

  @TempDir Path folder;

  @Test
  void who_finds_space_goes_through_with_a_pass() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 10);
        RawClient client = site.connect()) {
      Reply first = ask(client, "GET /shop?a=b", BROWSER);
      assertThat(first.status()).isEqualTo(303);
      assertThat(first.header("location")).isEqualTo("/shop?a=b");
      assertThat(site.upstream.requests()).isEmpty();
      String pass = cookies(first);
      assertThat(ask(client, "GET /shop", BROWSER + pass).text()).isEqualTo("inside");
      assertThat(ask(client, "POST /shop", pass).text()).isEqualTo("inside");
    }
  }

  @Test
  void without_a_pass_nothing_reaches_the_upstream() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      String pass = cookies(ask(client, "GET /", BROWSER));
      Reply waits = ask(client, "GET /", BROWSER);
      assertThat(waits.status()).isEqualTo(200);
      assertThat(waits.mediaType()).isEqualTo("text/html");
      assertThat(waits.text()).contains("You are in line", "role=\"status\"");
      assertThat(waits.header("cache-control")).isEqualTo("no-store");
      String broken =
          pass.replaceAll("ticket-[^;]*; ", "").replace("pass-default=A", "pass-default=B");
      assertThat(broken).isNotEqualTo(pass);
      assertThat(ask(client, "GET /", BROWSER + broken).text()).contains("You are in line");
      for (String kind :
          List.of("Sec-Fetch-Mode: no-cors\r\n", "Sec-Purpose: prefetch\r\n" + BROWSER)) {
        Reply part = ask(client, "GET /logo.png", kind);
        assertThat(part.status()).isEqualTo(429);
        assertThat(part.header("set-cookie")).isEmpty();
      }
      client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\n" + BROWSER + "\r\n");
      Reply head = client.reply(false);
      assertThat(head.status()).isEqualTo(429);
      assertThat(head.header("set-cookie")).isEmpty();
      assertThat(ask(client, "GET /", "").number("ahead")).as("none of them joined").isEqualTo(2);
      assertThat(site.upstream.requests()).isEmpty();
    }
  }

  @Test
  void a_place_stays_over_reloads_and_the_turn_comes_with_a_button() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      String inside = cookies(ask(client, "GET /", BROWSER));
      Reply first = ask(client, "GET /", BROWSER);
      String ticket = cookies(first);
      Reply second = ask(client, "GET /", BROWSER);
      assertThat(place(client, ticket).number("ahead")).isZero();
      assertThat(place(client, cookies(second)).number("ahead")).isEqualTo(1);
      assertThat(ask(client, "GET /", BROWSER + ticket).text()).contains("You are in line");
      assertThat(place(client, ticket).number("ahead")).isZero();
      ask(client, "POST /.tidegate/rooms/default/leave", inside);
      Wait.until(() -> place(client, ticket).word("state").equals("turn"));
      assertThat(ask(client, "GET /", BROWSER + ticket).text()).contains("Your turn");
      Reply in = ask(client, "POST /.tidegate/rooms/default/enter?to=%2Fseats", ticket);
      assertThat(in.status()).isEqualTo(303);
      assertThat(in.header("location")).isEqualTo("/seats");
      assertThat(ask(client, "GET /", BROWSER + cookies(in)).text()).isEqualTo("inside");
    }
  }

  @Test
  void a_program_gets_a_ticket_and_goes_through_with_it_when_there_is_space() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      Reply first = ask(client, "GET /", "");
      assertThat(first.status()).isEqualTo(429);
      assertThat(first.header("retry-after")).isEqualTo("0");
      String ticket = "Tidegate-Ticket: " + first.header("tidegate-ticket") + "\r\n";
      Reply through = ask(client, "POST /", ticket);
      assertThat(through.text()).isEqualTo("inside");
      String pass = "Tidegate-Pass: " + through.header("tidegate-pass") + "\r\n";
      assertThat(ask(client, "POST /", pass).text()).isEqualTo("inside");
      Reply other = ask(client, "GET /", "");
      assertThat(other.problem()).isEqualTo("waiting-room");
      assertThat(other.number("ahead")).isZero();
      assertThat(other.word("bound")).isEqualTo("space");
      assertThat(Integer.parseInt(other.header("retry-after"))).isPositive();
    }
  }

  @Test
  void everybody_in_line_keeps_their_place_when_the_gate_starts_again() throws Exception {
    List<String> tickets = new ArrayList<>();
    String inside;
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      inside = cookies(ask(client, "GET /", BROWSER));
      for (int i = 0; i < 5; i++) tickets.add(cookies(ask(client, "GET /", BROWSER)));
    }
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      assertThat(ask(client, "GET /", BROWSER + inside).text()).isEqualTo("inside");
      for (int i = 0; i < 5; i++) {
        ask(client, "GET /", BROWSER + tickets.get(i));
        assertThat(place(client, tickets.get(i)).number("ahead")).isEqualTo(i);
      }
    }
  }

  @Test
  void joins_from_one_address_are_limited() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1, 5);
        RawClient client = site.connect()) {
      for (int i = 0; i < 5; i++) ask(client, "GET /", BROWSER);
      Reply person = ask(client, "GET /", BROWSER + "Accept-Language: ko\r\n");
      assertThat(person.status()).isEqualTo(429);
      assertThat(person.header("retry-after")).isEqualTo("60");
      assertThat(person.header("set-cookie")).isEmpty();
      assertThat(person.text())
          .contains("같은 네트워크에서 많은 분이 줄을 섰어요", "\"then\":\"reload\"", "http-equiv=\"refresh\"");
      Reply program = ask(client, "GET /", "");
      assertThat(program.status()).isEqualTo(429);
      assertThat(program.header("retry-after")).isEqualTo("60");
      assertThat(program.word("type")).isEqualTo("/problems/too-many-joins");
    }
  }

  @Test
  void a_link_that_leads_elsewhere_is_not_followed() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 10);
        RawClient client = site.connect()) {
      assertThat(ask(client, "GET //evil.example/", BROWSER).header("location")).isEqualTo("/");
      String ticket = cookies(ask(client, "GET /", BROWSER));
      for (String to :
          List.of("%2F%2Fevil.example", "https:%2F%2Fevil.example", "%2F%5Cevil.example"))
        assertThat(
                ask(client, "POST /.tidegate/rooms/default/enter?to=" + to, ticket)
                    .header("location"))
            .isEqualTo("/");
      assertThat(
              ask(
                      client,
                      "POST /.tidegate/rooms/default/leave",
                      ticket + "Sec-Fetch-Site: cross-site\r\n")
                  .status())
          .isEqualTo(400);
    }
  }

  @Test
  void the_upstream_is_told_whose_visit_it_is_and_may_end_or_renew_it() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      String in = cookies(ask(client, "GET /", BROWSER));
      String all = in.replace("Cookie: ", "Cookie: a=b; ").replace("\r\n", "; c=d\r\n");
      ask(client, "GET /", BROWSER + all + "Tidegate-Visitor: 7-7\r\n");
      assertThat(site.upstream.requests().getLast())
          .containsPattern("\r\nTidegate-Visitor: [0-9]+-1\r\n")
          .contains("\r\nCookie: a=b; c=d\r\n")
          .doesNotContain("7-7");
      Reply renewed = ask(client, "GET /renew", BROWSER + in);
      assertThat(renewed.header("set-cookie"))
          .startsWith("tidegate-pass-default=")
          .contains("Max-Age=300");
      assertThat(renewed.header("tidegate-visit")).isEmpty();
      Reply ended = ask(client, "GET /end", BROWSER + in);
      assertThat(ended.header("set-cookie")).contains("Max-Age=0");
      Wait.until(() -> ask(client, "GET /", BROWSER + in).text().contains("Your visit has ended"));
      assertThat(ask(client, "GET /", BROWSER).status()).isEqualTo(303); // the place is free again
    }
  }

  @Test
  void the_page_is_in_korean_for_who_prefers_that() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      ask(client, "GET /", BROWSER);
      Reply korean = ask(client, "GET /", BROWSER + "Accept-Language: ko\r\n");
      assertThat(korean.text()).contains("순서를 기다리고 있어요", "lang=\"ko\"");
      Reply chosen = ask(client, "GET /.tidegate/rooms/default/language?lang=ko&to=%2Fx", "");
      assertThat(chosen.header("location")).isEqualTo("/x");
      String cookie =
          cookies(korean)
              .replace("\r\n", "; " + chosen.header("set-cookie").split(";", -1)[0] + "\r\n");
      assertThat(ask(client, "GET /", BROWSER + cookie).text()).contains("순서를");
    }
  }

  @Test
  void the_first_view_takes_at_most_14_kilobytes_on_its_way_and_loads_nothing_from_elsewhere()
      throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      ask(client, "GET /", BROWSER);
      String browser = BROWSER + "Accept-Language: ko\r\nAccept-Encoding: gzip, deflate, br\r\n";
      Reply page = ask(client, "GET /", browser);
      int bytes = wire(page);
      List<String> assets =
          Pattern.compile("(?:href|src)=\"(/\\.tidegate/assets/[^\"]+)\"")
              .matcher(page.text())
              .results()
              .map(found -> found.group(1))
              .toList();
      assertThat(assets).hasSize(2);
      for (String asset : assets) {
        Reply reply = ask(client, "GET " + asset, browser);
        assertThat(reply.header("content-encoding")).isEqualTo("gzip");
        assertThat(reply.header("cache-control")).contains("immutable");
        assertThat(reply.header("set-cookie")).isEmpty();
        bytes += wire(reply);
      }
      assertThat(bytes).isLessThanOrEqualTo(14 * 1024);
      assertThat(page.text()).doesNotContain("http:", "https:", "style=", "onclick");
      assertThat(page.header("content-security-policy").split("; *"))
          .containsExactlyInAnyOrder(
              "default-src 'none'",
              "script-src 'self'",
              "style-src 'self'",
              "connect-src 'self'",
              "form-action 'self'",
              "base-uri 'none'",
              "frame-ancestors 'none'",
              "require-trusted-types-for 'script'");
      assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
      assertThat(page.header("vary")).isEqualTo("Accept, Accept-Language, Cookie");
    }
  }

  @Test
  void a_page_of_another_release_finds_its_style_and_nobody_keeps_it() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      Reply other = ask(client, "GET /.tidegate/assets/0123456789abcdef/waiting.css", "");
      assertThat(other.status()).isEqualTo(200);
      assertThat(other.header("content-encoding")).isEmpty();
      assertThat(other.header("cache-control")).isEqualTo("no-store");
      assertThat(ask(client, "GET /.tidegate/assets/0/other.css", "").status()).isEqualTo(404);
    }
  }

  @Test
  void a_chosen_language_holds_on_paths_that_have_a_parameter_of_that_name() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      ask(client, "GET /", BROWSER);
      String chosen =
          cookies(ask(client, "GET /.tidegate/rooms/default/language?lang=ko&to=%2F", ""));
      assertThat(ask(client, "GET /shop?lang=en", BROWSER + chosen).text()).contains("순서를");
      assertThat(ask(client, "GET /shop?lang=ko", BROWSER).text()).contains("순서를");
    }
  }

  @Test
  void while_the_room_says_nothing_nobody_is_told_that_a_visit_has_ended() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      ask(client, "GET /", BROWSER);
      String ticket = cookies(ask(client, "GET /", BROWSER));
      site.silent(true);
      assertThat(place(client, ticket).word("state")).isEqualTo("busy");
      Reply page = ask(client, "GET /", BROWSER + ticket);
      assertThat(page.status()).isEqualTo(200);
      assertThat(page.text()).contains("Connecting again", "http-equiv=\"refresh\"");
      Reply leaves = ask(client, "POST /.tidegate/rooms/default/leave?to=%2Fshop", ticket);
      assertThat(leaves.header("location")).isEqualTo("/shop");
      assertThat(leaves.header("set-cookie")).isEmpty();
      site.silent(false);
      Wait.until(() -> place(client, ticket).word("state").equals("waiting"));
    }
  }

  @Test
  void while_the_room_says_nothing_passes_hold_and_nobody_new_enters() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 10);
        RawClient client = site.connect()) {
      String pass = cookies(ask(client, "GET /", BROWSER));
      site.silent(true);
      assertThat(ask(client, "GET /", BROWSER + pass).text()).isEqualTo("inside");
      assertThat(ask(client, "GET /", BROWSER).text()).contains("Connecting again");
      Reply program = ask(client, "GET /", "");
      assertThat(program.status()).isEqualTo(503);
      assertThat(program.word("state")).isEqualTo("busy");
      assertThat(Integer.parseInt(program.header("retry-after"))).isPositive();
      assertThat(site.upstream.requests()).hasSize(1);
    }
  }

  @Test
  void an_operators_message_comes_and_goes_with_the_file_and_is_text() throws Exception {
    try (WaitingSite site = new WaitingSite(folder, 1);
        RawClient client = site.connect()) {
      ask(client, "GET /", BROWSER);
      String ticket = cookies(ask(client, "GET /", BROWSER));
      site.says("Back at 20:30 </script><b>", "");
      assertThat(place(client, ticket).word("message")).isEqualTo("Back at 20:30 </script><b>");
      String page = ask(client, "GET /", BROWSER + ticket + "Accept-Language: ko\r\n").text();
      assertThat(page).contains("Back at 20:30 &lt;/script&gt;&lt;b&gt;").doesNotContain("<b>");
      assertThat(page.split("</script>", -1)).hasSize(3);
      site.says("", "");
      assertThat(place(client, ticket).text()).doesNotContain("message");
    }
  }

  /** Bytes of a reply, with its head. */
  private static int wire(Reply reply) {
    int head = "HTTP/1.1 200 OK\r\n\r\n".length();
    for (Map.Entry<String, String> field : reply.headers().entrySet())
      head += field.getKey().length() + field.getValue().length() + ": \r\n".length();
    return head + reply.bytes().length;
  }

  private static Reply place(RawClient client, String ticket) throws IOException {
    return ask(client, "GET /.tidegate/rooms/default/place", ticket);
  }
}
