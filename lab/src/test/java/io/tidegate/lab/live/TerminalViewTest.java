package io.tidegate.lab.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.live.Screen.Kind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalViewTest {

  private final LiveFixture fixture = new LiveFixture();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, false, StandardCharsets.UTF_8);

  private LiveView view(Screen screen) throws Exception {
    return LiveView.start(fixture.subject(Duration.ofMinutes(1)), screen, out, false, null);
  }

  private String text() {
    out.flush();
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void without_a_terminal_there_is_a_line_every_ten_seconds() throws Exception {
    LiveView view = view(new Screen(Kind.LINES, false, 80));
    for (int second = 0; second < 30; second++) view.interval(fixture.second(second));
    assertThat(text().lines())
        .containsExactly(
            "0:10 (17 %)  118/s  p50 18.5 ms  p95 27.5 ms  p99 28.5 ms  failed 29  users 19"
                + "  thresholds failed 1",
            "0:20 (33 %)  138/s  p50 23.5 ms  p95 32.5 ms  p99 33.5 ms  failed 59  users 29"
                + "  thresholds failed 1",
            "0:30 (50 %)  158/s  p50 28.5 ms  p95 37.5 ms  p99 38.5 ms  failed 93  not served 9"
                + "  users 39  thresholds failed 1");
  }

  @Test
  void in_a_terminal_the_view_is_drawn_again_in_its_place_and_never_wider_than_it()
      throws Exception {
    for (int width : new int[] {40, 60, 80, 100}) {
      written.reset();
      LiveView view = view(new Screen(Kind.REDRAWN, true, width));
      for (int second = 0; second < 25; second++) view.interval(fixture.second(second));
      String[] frames = text().split("\u001b\\[1?[0-9]A", -1);
      assertThat(frames).hasSize(25);
      for (String frame : frames)
        for (String line : frame.split("\n", -1))
          assertThat(Columns.width(line.replaceAll("\r|\u001b\\[[0-9;]*[A-Za-z]", "")))
              .as(line)
              .isLessThanOrEqualTo(width);
    }
    assertThat(text().replaceAll("\u001b\\[[0-9;]*[A-Za-z]", ""))
        .contains("shop.js", "0:25 of 1:00, 0:35 left", "148/s", "▇█")
        .contains("✗ http_req_duration p(95)<40  51.5", "✓ http_req_failed rate<0.01  0");
  }

  @Test
  void a_line_of_the_script_stands_above_the_view() throws Exception {
    LiveView view = view(new Screen(Kind.REDRAWN, false, 80));
    view.interval(fixture.second(0));
    int before = text().length();
    view.say(out, "INFO[0001] hello");
    String after = text().substring(before);
    assertThat(after).startsWith("\u001b[");
    assertThat(after.indexOf("INFO[0001] hello")).isLessThan(after.indexOf("shop.js"));
  }

  @Test
  void who_asks_for_quiet_or_no_colours_gets_that() throws Exception {
    assertThat(Screen.of(true, true, true, Map.of()).kind()).isEqualTo(Kind.NONE);
    assertThat(Screen.of(false, false, true, Map.of()))
        .isEqualTo(new Screen(Kind.LINES, false, 100));
    assertThat(Screen.of(true, false, true, Map.of()).color()).isTrue();
    assertThat(Screen.of(true, false, true, Map.of("NO_COLOR", "1")).color()).isFalse();
    assertThat(Screen.of(true, false, false, Map.of()).color()).isFalse();
    assertThat(Screen.of(true, false, true, Map.of("TERM", "dumb")).kind()).isEqualTo(Kind.LINES);
    LiveView view = view(new Screen(Kind.NONE, false, 80));
    for (int second = 0; second < 30; second++) view.interval(fixture.second(second));
    assertThat(text()).isEmpty();
  }

  @Test
  void what_is_cut_keeps_its_colours_whole() {
    assertThat(Columns.cut("\u001b[31mabcdef\u001b[0m", 3)).isEqualTo("\u001b[31mabc\u001b[0m");
    assertThat(Columns.cut("가나다", 4)).isEqualTo("가나");
    assertThat(Columns.sparkline(new double[] {0, 1, Double.NaN, 2, 4}, 4)).isEqualTo("▃ ▅█");
  }
}
