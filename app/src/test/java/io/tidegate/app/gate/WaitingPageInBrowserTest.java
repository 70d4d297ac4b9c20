package io.tidegate.app.gate;

import static io.tidegate.app.gate.WaitingSite.BROWSER;
import static io.tidegate.app.gate.WaitingSite.ask;
import static io.tidegate.app.gate.WaitingSite.cookies;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.room.RoomState;
import io.tidegate.gate.GateFixture;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.testkit.Browser;
import io.tidegate.testkit.Browser.Tab;
import io.tidegate.testkit.FaultyProxy;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the page on which people wait behaves, in a real Chromium. */
@Timeout(120)
class WaitingPageInBrowserTest {

  private static final String LEAVE = "POST /.tidegate/rooms/default/leave";

  @TempDir Path folder;
  private @Nullable WaitingSite made;
  private @Nullable Browser started;

  @BeforeEach
  void start() throws IOException {
    Path chromium = Browser.program();
    made = new WaitingSite(folder.resolve("data"), 1);
    started = Browser.start(chromium, Files.createDirectories(folder.resolve("profile")));
  }

  @AfterEach
  void stop() throws IOException {
    if (started != null) started.close();
    if (made != null) made.close();
  }

  private WaitingSite site() {
    return Objects.requireNonNull(made);
  }

  private Browser browser() {
    return Objects.requireNonNull(started);
  }

  /** Somebody goes inside, and then there is no space; cookies of who is inside. */
  private String full(RawClient client) throws IOException {
    return cookies(ask(client, "GET /", BROWSER));
  }

  private Tab waiting() {
    return waiting(site().gate.port());
  }

  private Tab waiting(int port) {
    Tab tab = browser().open("http://localhost:" + port + "/shop");
    tab.until(headline("You are in line"));
    return tab;
  }

  @Test
  void the_page_follows_the_place_says_when_it_is_the_turn_and_lets_in_by_one_button()
      throws Exception {
    try (RawClient client = site().connect()) {
      String inside = full(client);
      String first = cookies(ask(client, "GET /", BROWSER));
      Tab tab = waiting();
      tab.until("document.getElementById('ahead').textContent === '1'");
      assertThat(tab.eval("document.getElementById('status').textContent")).isEqualTo("");
      ask(client, LEAVE, first);
      tab.until("document.getElementById('ahead').textContent === '0'");
      assertThat(tab.eval(shown("turn"))).isEqualTo(false);
      ask(client, LEAVE, inside);
      tab.until(headline("Your turn"));
      assertThat(tab.eval("document.title")).isEqualTo("Your turn");
      assertThat(String.valueOf(tab.eval("document.getElementById('status').textContent")))
          .startsWith("Your turn. Time left to enter: ");
      assertThat(tab.eval("document.activeElement === document.body")).isEqualTo(true);
      assertThat(tab.eval(shown("turn"))).isEqualTo(true);
      tab.eval("document.querySelector('form[data-in~=turn] button').click()");
      tab.until("document.body.textContent === 'inside' && location.pathname === '/shop'");
    }
  }

  @Test
  void without_its_script_the_page_reloads_itself_and_every_step_is_a_link_or_a_button()
      throws Exception {
    try (RawClient client = site().connect()) {
      String inside = full(client);
      Tab tab = browser().open("about:blank#");
      tab.withoutScripts();
      tab.go("http://localhost:" + site().gate.port() + "/shop");
      tab.until(headline("You are in line"));
      assertThat(site().polls.get()).isZero();
      ask(client, LEAVE, inside);
      tab.until(headline("Your turn")); // by its refresh alone
      tab.eval("document.querySelector('form[data-in~=turn] button').click()");
      tab.until("document.body.textContent === 'inside'");
    }
  }

  @Test
  void who_leaves_stays_out_over_a_reload_and_a_change_of_language_and_may_join_again()
      throws Exception {
    try (RawClient client = site().connect()) {
      full(client);
      Tab tab = waiting();
      tab.eval("document.querySelector('form[data-in~=waiting] button').click()");
      tab.until(headline("You left the line"));
      tab.eval("location.reload()");
      tab.until(headline("You left the line") + " && document.readyState === 'complete'");
      tab.eval("document.querySelector('footer a[lang=ko]').click()");
      tab.until(headline("줄에서 나왔어요"));
      tab.eval("document.querySelector('form[data-in~=left] button').click()");
      tab.until(headline("순서를 기다리고 있어요") + " && location.pathname === '/shop'");
    }
  }

  @Test
  void all_tabs_of_a_browser_share_one_stream_which_another_takes_over() throws Exception {
    try (RawClient client = site().connect()) {
      full(client);
      Tab first = waiting();
      Tab second = waiting();
      Tab third = waiting();
      for (Tab tab : new Tab[] {first, second, third}) tab.hide(false); // beside one another
      Wait.until(() -> site().streams.get() == 1);
      site().state(RoomState.PAUSED);
      for (Tab tab : new Tab[] {first, second, third})
        tab.until(headline("Paused, you keep your place"));
      assertThat(site().streams.get()).isEqualTo(1);
      first.close();
      site().state(RoomState.OPEN);
      for (Tab tab : new Tab[] {second, third}) tab.until(headline("You are in line"));
      Wait.until(() -> site().streams.get() == 1);
    }
  }

  @Test
  void a_hidden_page_asks_nothing_and_asks_at_once_when_it_is_seen_again() throws Exception {
    try (RawClient client = site().connect()) {
      String inside = full(client);
      Tab tab = waiting();
      Wait.until(() -> site().streams.get() == 1);
      tab.hide(true);
      Wait.until(() -> site().streams.get() == 0);
      int polls = site().polls.get();
      ask(client, LEAVE, inside);
      tab.eval("new Promise(done => setTimeout(done, 4000))"); // who is next asks after 2 s
      assertThat(site().polls.get()).isEqualTo(polls);
      tab.hide(false);
      tab.until(headline("Your turn"));
      Wait.until(() -> site().streams.get() == 1);
    }
  }

  @Test
  void who_asks_to_be_told_is_told_also_while_the_page_is_hidden() throws Exception {
    try (RawClient client = site().connect()) {
      String inside = full(client);
      Tab tab = waiting();
      tab.eval("document.getElementById('tell').click()");
      tab.until("document.getElementById('tell').getAttribute('aria-pressed') === 'true'");
      tab.hide(true);
      ask(client, LEAVE, inside);
      tab.until("document.title === 'Your turn'");
    }
  }

  @Test
  void a_place_on_the_page_grows_only_by_those_who_return_and_it_says_so() throws Exception {
    try (RawClient client = site().connect()) {
      full(client);
      Tab tab = waiting();
      tab.eval("window.others = new BroadcastChannel('/.tidegate/rooms/defaulten')");
      tab.eval(heard("ahead: 7, turn: 9"));
      tab.until("document.getElementById('ahead').textContent === '0'");
      tab.eval(heard("ahead: 9, turn: 9, returned: 2"));
      tab.until("document.getElementById('ahead').textContent === '2'");
      assertThat(tab.eval("document.getElementById('returned').textContent"))
          .isEqualTo("of whom 2 missed their call and go first");
    }
  }

  private static String heard(String place) {
    return "others.postMessage({place: {state: 'waiting', next: 60000, " + place + "}})";
  }

  @Test
  void while_the_room_says_nothing_the_page_stays_without_its_numbers_and_then_goes_on()
      throws Exception {
    try (RawClient client = site().connect()) {
      full(client);
      Tab tab = waiting();
      tab.eval("window.kept = true");
      site().silent(true);
      tab.until(headline("Connecting again"));
      assertThat(tab.eval("document.getElementById('ahead').closest('div').hidden"))
          .isEqualTo(true);
      assertThat(tab.eval("document.getElementById('retry').closest('div').hidden"))
          .isEqualTo(false);
      tab.eval("new Promise(done => setTimeout(done, 10000))");
      assertThat(tab.eval(headline("Connecting again"))).isEqualTo(true);
      site().silent(false);
      tab.until(headline("You are in line"));
      assertThat(tab.eval("window.kept")).isEqualTo(true);
    }
  }

  @Test
  void a_balancer_that_answers_502_for_a_while_ends_nothing() throws Exception {
    try (RawClient client = site().connect();
        FaultyProxy proxy = new FaultyProxy(site().gate.port())) {
      String inside = full(client);
      Tab tab = waiting(proxy.port());
      tab.eval("window.kept = true");
      Wait.until(() -> site().streams.get() == 1);
      proxy.broken(true);
      tab.until(headline("Connecting again"));
      Wait.until(() -> proxy.refused.get() >= 3);
      proxy.broken(false);
      tab.until(headline("You are in line"));
      Wait.until(() -> site().streams.get() == 1);
      ask(client, LEAVE, inside);
      tab.until(headline("Your turn"));
      assertThat(tab.eval("window.kept")).isEqualTo(true);
    }
  }

  @Test
  void a_gate_that_starts_again_finds_the_page_where_it_was() throws Exception {
    int port = site().gate.port();
    Tab tab;
    try (RawClient client = site().connect()) {
      full(client);
      tab = waiting();
    }
    tab.eval("window.kept = true");
    site().close();
    made = null;
    tab.until(headline("Connecting again"));
    made = new WaitingSite(folder.resolve("data"), 1, 1_000, port, null, GateFixture.HTTP);
    tab.until(headline("You are in line"));
    assertThat(tab.eval("window.kept")).isEqualTo(true);
  }

  @Test
  void a_pause_is_told_with_the_operators_message_and_since_when() throws Exception {
    try (RawClient client = site().connect()) {
      full(client);
      Tab tab = waiting();
      tab.until("document.getElementById('message').parentNode.hidden");
      site().says("We are back at <b>20:30</b>.", "20:30에 다시 시작해요.");
      tab.until(
          "document.getElementById('message').textContent === 'We are back at <b>20:30</b>.'");
      site().state(RoomState.PAUSED);
      tab.until(headline("Paused, you keep your place"));
      assertThat(tab.eval("document.getElementById('estimate').closest('div').hidden"))
          .isEqualTo(true);
      assertThat(
              tab.eval("/^\\d\\d:\\d\\d \\S+$/.test(document.getElementById('since').textContent)"))
          .isEqualTo(true);
      assertThat(tab.eval("document.getElementById('message').parentNode.hidden")).isEqualTo(false);
    }
  }

  @Test
  void who_comes_before_the_opening_sees_the_draw_come_and_then_a_place() throws Exception {
    site().close();
    byte[] secret = new byte[Bytes32.LENGTH];
    DrawPlan draw = new DrawPlan(0, System.currentTimeMillis() + 6_000, "", Bytes32.of(secret));
    made =
        new WaitingSite(
            Files.createDirectory(folder.resolve("other")), 1, 1_000, 0, draw, GateFixture.HTTP);
    try (RawClient client = site().connect()) {
      assertThat(ask(client, "GET /", BROWSER).text()).contains("Drawn by lot at ");
      Tab tab = browser().open("http://localhost:" + site().gate.port() + "/shop");
      tab.until("/^Drawn by lot at /.test(document.getElementById('headline').textContent)");
      tab.until("/^[1-5] s$/.test(document.getElementById('opens').textContent)");
      assertThat(tab.eval("document.getElementById('number').textContent")).isEqualTo("2");
      assertThat(tab.eval("/^[0-9a-f]{64}$/.test(document.querySelector('code').textContent)"))
          .isEqualTo(true);
      tab.until("/^(You are in line|Your turn)$/.test(document.title.replace(/^.* · /, ''))");
    }
  }

  @Test
  void a_turn_that_is_nearly_over_is_said_once_more() throws Exception {
    try (RawClient client = site().connect()) {
      full(client);
      Tab tab = waiting();
      tab.eval("window.others = new BroadcastChannel('/.tidegate/rooms/defaulten')");
      tab.eval("others.postMessage({place: {state: 'turn', next: 60000, left: 33000}})");
      tab.until("document.getElementById('status').textContent.endsWith('33 s.')");
      tab.until("/: (30|31) s\\.$/.test(document.getElementById('status').textContent)");
    }
  }

  @Test
  void where_no_stream_is_free_the_page_asks_by_itself() throws Exception {
    site().close();
    HttpConfig none = GateFixture.HTTP.streams(0, Duration.ofSeconds(15));
    Path other = Files.createDirectory(folder.resolve("other"));
    made = new WaitingSite(other, 1, 1_000, 0, null, none);
    try (RawClient client = site().connect()) {
      String inside = full(client);
      Tab tab = waiting();
      ask(client, LEAVE, inside);
      tab.until(headline("Your turn"));
      assertThat(site().polls.get()).isPositive();
    }
  }

  private static String headline(String text) {
    return "document.getElementById('headline')?.textContent === '" + text + "'";
  }

  private static String shown(String state) {
    return "!document.querySelector('form[data-in~=" + state + "]').hidden";
  }
}
