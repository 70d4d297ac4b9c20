package io.tidegate.api.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.testkit.Browser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page at the address in a real Chromium. Where there is none it says so and goes on. */
@Timeout(120)
class HomeInBrowserTest {

  private static final String[] PAGES = {"/", "/?lang=ko", "/api", "/docs", "/docs/http-api.md"};

  @TempDir Path folder;

  @Test
  void its_figures_follow_what_happens_and_no_page_is_wider_than_a_small_screen() throws Exception {
    Path program = Browser.program();
    try (ServiceFixture service = new ServiceFixture(folder.resolve("service"));
        Browser browser = Browser.start(program, folder.resolve("profile"))) {
      String sale =
          "{\"name\":\"Coupons\",\"opensAt\":\"2026-01-01T00:00:00Z\",\"entry\":\"open\"}";
      service.make("/sales", sale, "saleId");
      service.make("/offers", "{\"saleId\":1,\"name\":\"Coupon\",\"total\":10}", "offerId");
      String room =
          "{\"name\":\"a_name_of_a_room_without_a_single_blank_in_all_its_characters\","
              + "\"people\":1,\"everySeconds\":3600,\"insideMax\":1}";
      service.make("/rooms", room, "roomId");
      Browser.Tab home = browser.open(url(service, "/?lang=en"));
      home.until("document.querySelector('[data-fact=available]').textContent === '10'");

      service.send("POST", "/api/v1/coupon/issue", "{\"userId\":7}");
      for (int user = 1; user <= 3; user++)
        service.send("POST", "/api/v1/user/" + user + "/queue/token/issue?room=1", "");

      home.until("document.querySelector('[data-fact=available]').textContent === '9'");
      home.until("document.querySelector('progress').value === 9");
      home.until("document.querySelector('[data-fact=waiting]').textContent === '2'");
      for (String page : PAGES) {
        Browser.Tab tab = browser.open(url(service, page));
        tab.screen(false, 320, 800, 1);
        tab.until("innerWidth === 320");
        assertThat(tab.eval("document.documentElement.scrollWidth <= 320"))
            .as(page)
            .isEqualTo(true);
      }
    }
  }

  private static String url(ServiceFixture service, String path) {
    return "http://127.0.0.1:" + service.server.port() + path;
  }
}
