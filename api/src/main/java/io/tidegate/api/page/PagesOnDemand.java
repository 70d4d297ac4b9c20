package io.tidegate.api.page;

import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages that are made when they are first asked for, since a start should not wait for them, and
 * away from the event loop, since they take longer than it may. Any thread.
 */
public final class PagesOnDemand {

  private static final Logger LOG = LoggerFactory.getLogger(PagesOnDemand.class);

  private final Map<String, Response> pages = new ConcurrentHashMap<>();

  /**
   * Answers with a page, now or once it is made; whatever happens, the client gets a reply.
   *
   * @param name tells the page from all others; one of a fixed set, since each page is kept
   * @param maker makes the page
   */
  public void reply(Exchange exchange, String name, Supplier<Response> maker) {
    Response made = pages.get(name);
    if (made != null) exchange.reply(made);
    else Thread.startVirtualThread(() -> exchange.replyLater(make(name, maker)));
  }

  private Response make(String name, Supplier<Response> maker) {
    try {
      return pages.computeIfAbsent(name, _ -> maker.get());
    } catch (RuntimeException | Error e) {
      LOG.error("The page {} could not be made", name, e);
      return ProblemType.INTERNAL.response();
    }
  }
}
