package io.tidegate.api.home;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.view.Views;
import io.tidegate.http.page.ContentNegotiation;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /} to browsers, in Korean or English. Programs, which do not name HTML, are
 * told that there is nothing. The page is made at most once a second, however many ask. Any thread.
 */
public final class HomeOperations {

  private static final long RENEWED_AFTER_NS = TimeUnit.SECONDS.toNanos(1);
  private static final Refusal NOTHING = Refusals.NOT_FOUND.with("Vary", "Accept");

  private final Kept english;
  private final Kept korean;

  /**
   * @param version which program this is, as {@code --version} says it
   * @param startedMs when it started, epoch ms
   */
  public HomeOperations(String version, long startedMs, CommandPort engine, Views views) {
    english = new Kept(new HomePage(HomeMessages.ENGLISH, version, startedMs, engine, views));
    korean = new Kept(new HomePage(HomeMessages.KOREAN, version, startedMs, engine, views));
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(get("getHome", "/", ANYBODY).queries(PageLanguage.PARAMETER).by(this::home));
  }

  private void home(Exchange exchange) {
    if (!ContentNegotiation.prefersHtml(exchange, Response.PROBLEM_JSON)) exchange.refuse(NOTHING);
    else {
      Kept page = PageLanguage.of(exchange) == PageLanguage.KOREAN ? korean : english;
      exchange.reply(page.at(exchange.receivedNs()));
    }
  }

  /** The newest page in one language. */
  private static final class Kept {

    private final HomePage page;
    private @Nullable Response made;
    private long madeNs;

    Kept(HomePage page) {
      this.page = page;
    }

    synchronized Response at(long nowNs) {
      Response now = made;
      if (now != null && nowNs - madeNs < RENEWED_AFTER_NS) return now;
      now =
          page.reply(System.currentTimeMillis())
              .with("Cache-Control", "no-cache")
              .with("Vary", "Accept, Accept-Language");
      made = now;
      madeNs = nowNs;
      return now;
    }
  }
}
