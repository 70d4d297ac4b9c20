package io.tidegate.gate.fallback;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.GateFixture;
import io.tidegate.gate.route.RouteConfig;
import io.tidegate.gate.route.RouteMatch;
import io.tidegate.testkit.Browser;
import io.tidegate.testkit.ScriptedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page for people where a service does not respond, in a real Chromium. */
@Timeout(120)
class FallbackPageInBrowserTest {

  @TempDir Path folder;

  @Test
  void the_page_shows_itself_whole_and_gives_way_to_the_service_by_itself() throws Exception {
    Path chromium = Browser.program();
    AtomicBoolean well = new AtomicBoolean();
    FallbackConfig page = new FallbackConfig(false, null, 503, null);
    RouteConfig route = RouteConfig.of(RouteMatch.path("/")).upstream("u").fallback(page).build();
    try (ScriptedServer upstream =
            new ScriptedServer((_, call) -> {
              if (well.get()) call.ok("well");
              else call.close();
            });
        GateFixture gate =
            GateFixture.of(
                GateFixture.config(List.of(GateFixture.upstream("u", upstream.address())), route));
        Browser browser =
            Browser.start(chromium, Files.createDirectories(folder.resolve("profile")))) {
      Browser.Tab tab = browser.open("http://localhost:" + gate.gate().port() + "/shop?a=1");
      tab.withoutScripts();
      assertThat(tab.eval("document.querySelector('h1').textContent"))
          .isEqualTo("Try again in a moment");
      assertThat(tab.eval("getComputedStyle(document.querySelector('main')).borderRadius"))
          .isEqualTo("16px"); // so the policy lets its own style in
      tab.screen(false, 320, 640, 1);
      assertThat(tab.eval("document.documentElement.scrollWidth <= 320")).isEqualTo(true);
      assertThat(tab.eval("document.querySelector('a').href.endsWith('/shop?a=1')"))
          .isEqualTo(true);
      well.set(true);
      tab.until("document.body.textContent === 'well' && location.search === '?a=1'");
    }
  }
}
