package io.tidegate.api.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.call.Access;
import io.tidegate.api.call.Operation;
import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.Response;
import io.tidegate.testkit.Browser;
import io.tidegate.testkit.FaultyProxy;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client code of docs/http-api.md, as it stands there, in the tabs of a real Chromium. Where
 * there is none it says so and goes on.
 */
@Timeout(120)
class StreamInBrowserTest {

  private static final Path PAGE = Path.of("../docs/http-api.md");
  private static final Pattern CODE = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL);

  /** A browser has so many connections to one service, over all tabs. */
  private static final int CONNECTIONS_MAX = 6;

  @TempDir Path folder;
  private @Nullable ServiceFixture service;
  private @Nullable FaultyProxy proxy;
  private @Nullable Browser browser;
  private Path chromium = Path.of("chromium");

  @BeforeEach
  void find() {
    chromium = Browser.program();
  }

  @AfterEach
  void stop() throws Exception {
    if (browser != null) browser.close();
    if (proxy != null) proxy.close();
    if (service != null) service.close();
  }

  private void start(int maxStreams) throws Exception {
    Matcher code = CODE.matcher(Files.readString(PAGE));
    assertThat(code.find()).isTrue();
    String page =
        "<!doctype html><title>Test</title><script>"
            + code.group(1)
            + "let seen = [], failed = null, blind = [];"
            + "addEventListener('error', e => failed = e.message);"
            + "addEventListener('unhandledrejection', e => failed = String(e.reason));"
            + "const end = watchRoomIfAsked();"
            + "function watchRoomIfAsked() {"
            + "  return location.hash === '#blind' ? null"
            + "    : watchRoom('default', status => seen.push(status.people), 0.2); }"
            + "function people() { return seen.at(-1); }"
            + "</script>";
    page = page.replace("status.people", "status.rate.people");
    byte[] html = page.getBytes(StandardCharsets.UTF_8);
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.http =
        HttpConfig.DEFAULT
            .at("127.0.0.1", 0)
            .loops(1)
            .limits(200, 8_192)
            .streams(maxStreams, Duration.ofSeconds(15));
    plan.others =
        List.of(
            Operation.get("page", "/page", Access.ANYBODY)
                .replying(_ -> Response.of(200, Response.HTML, html)));
    ServiceFixture started = new ServiceFixture(folder.resolve("service"), plan);
    service = started;
    started.make(
        "/rooms",
        "{\"name\":\"default\",\"people\":1,\"everySeconds\":1,\"insideMax\":9}",
        "roomId");
    proxy = new FaultyProxy(started.server.port());
    browser = Browser.start(chromium, Files.createDirectories(folder.resolve("profile")));
  }

  private Browser.Tab tab(String hash) {
    int port = Objects.requireNonNull(proxy).port();
    return Objects.requireNonNull(browser).open("http://127.0.0.1:" + port + "/page" + hash);
  }

  private List<Browser.Tab> tabs(int count) {
    List<Browser.Tab> tabs = new ArrayList<>();
    for (int i = 0; i < count; i++) tabs.add(tab(""));
    return tabs;
  }

  /** Changes what the status says. */
  private void people(int people) {
    Reply reply =
        Objects.requireNonNull(service).admin("PATCH", "/rooms/1", "{\"people\":" + people + "}");
    assertThat(reply.status()).isEqualTo(200);
  }

  private static void allSee(List<Browser.Tab> tabs, int people) {
    for (Browser.Tab tab : tabs) {
      tab.until("people() === " + people);
      assertThat(tab.eval("failed")).isNull();
    }
  }

  private int streams() {
    String text = Objects.requireNonNull(service).send("GET", "/metrics", "").text();
    Matcher figure = Pattern.compile("(?m)^tidegate_http_streams (\\d+)").matcher(text);
    if (!figure.find()) throw new AssertionError(text);
    return Integer.parseInt(figure.group(1));
  }

  /** Whether a tab gets an answer within two seconds. */
  private static boolean answers(Browser.Tab tab) {
    Object got =
        tab.eval(
            "fetch('/api/v1/rooms/default/status', {cache: 'no-store',"
                + " signal: AbortSignal.timeout(2000)}).then(r => r.status, e => 0)");
    return Long.valueOf(200).equals(got);
  }

  @Test
  void all_tabs_share_one_stream_and_every_tab_can_still_ask() throws Exception {
    start(100);
    List<Browser.Tab> tabs = tabs(CONNECTIONS_MAX + 2);
    allSee(tabs, 1);
    assertThat(streams()).isEqualTo(1);
    for (Browser.Tab tab : tabs) assertThat(answers(tab)).isTrue();
    people(2);
    allSee(tabs, 2);
  }

  @Test
  void without_sharing_six_tabs_keep_the_browser_from_asking_for_anything_else() throws Exception {
    start(100);
    List<Browser.Tab> tabs = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS_MAX; i++) {
      Browser.Tab tab = tab("#blind");
      tab.eval("blind.push(new EventSource('/api/v1/rooms/default/events')), 0");
      tab.until("blind[0].readyState === EventSource.OPEN");
      tabs.add(tab);
    }
    assertThat(streams()).isEqualTo(CONNECTIONS_MAX);
    assertThat(answers(tabs.getFirst())).as("that is what the code in the docs is for").isFalse();
  }

  @Test
  void another_tab_takes_over_when_the_one_with_the_stream_is_closed_or_ends_it() throws Exception {
    start(100);
    List<Browser.Tab> tabs = tabs(3);
    allSee(tabs, 1);
    tabs.removeFirst().close();
    people(2);
    allSee(tabs, 2);
    Wait.until(() -> streams() == 1);
    tabs.removeFirst().eval("end(), 0");
    people(3);
    allSee(tabs, 3);
    Wait.until(() -> streams() == 1);
    tabs.getFirst().eval("end(), 0");
    Wait.until(() -> streams() == 0);
  }

  @Test
  void where_no_stream_is_free_one_tab_polls_for_all() throws Exception {
    start(0);
    List<Browser.Tab> tabs = tabs(2);
    allSee(tabs, 1);
    people(2);
    allSee(tabs, 2);
    assertThat(streams()).isZero();
  }

  @Test
  void a_proxy_that_answers_502_for_a_while_ends_nothing() throws Exception {
    start(100);
    List<Browser.Tab> tabs = tabs(2);
    allSee(tabs, 1);
    FaultyProxy faulty = Objects.requireNonNull(proxy);
    faulty.broken(true);
    Wait.until(() -> faulty.refused.get() >= 3);
    people(2);
    faulty.broken(false);
    allSee(tabs, 2);
    Wait.until(() -> streams() == 1);
    people(3);
    allSee(tabs, 3);
  }
}
