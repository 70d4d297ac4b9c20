package io.tidegate.api.page;

import io.tidegate.http.page.HtmlPage;
import io.tidegate.http.page.HtmlPage.Way;
import io.tidegate.http.page.PageLanguage;
import java.util.List;

/** The pages of the service, each of which leads to all the others. */
public final class ServicePage {

  private static final List<Way> WAYS =
      List.of(
          new Way("/", "Tidegate", "Tidegate"),
          new Way("/feed", "Feed", "피드"),
          new Way("/api", "API", "API"),
          new Way("/problems", "Problems", "오류 안내"),
          new Way("/docs", "Docs", "문서"));

  private ServicePage() {}

  /** Begins one. */
  public static HtmlPage begin(PageLanguage language, String title, String path) {
    return begin(language, title, path, "");
  }

  /**
   * The same.
   *
   * @param head more for its head, as HTML
   */
  public static HtmlPage begin(PageLanguage language, String title, String path, String head) {
    return new HtmlPage(language, title, path, head, WAYS);
  }
}
