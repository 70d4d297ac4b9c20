package io.tidegate.api.call;

import io.tidegate.api.reply.ProblemType;
import io.tidegate.engine.CommandPort;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Says in every reply of an instance as of which record of the log it is, and how old that is. A
 * client that sends the number back gets nothing older, whichever instance it asks next. Any event
 * loop.
 */
public final class ReplicaSequence {
  /** The sequence of the last record that a reply, or its client, has seen. */
  public static final String SEQUENCE = "Tidegate-Sequence";

  /** How old that is at most, ms. */
  public static final String AGE = "Tidegate-Age";

  private static final int LOOK_MS = 5;
  private static final long WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1_000);

  private final CommandPort commands;

  /**
   * @param commands whose views are shown
   */
  public ReplicaSequence(CommandPort commands) {
    this.commands = commands;
  }

  /**
   * Hands an exchange on, once the replica has seen what the client has; 503 if that takes long.
   */
  public void handle(Exchange exchange, Handler next) {
    if (!commands.replicated()) {
      next.handle(exchange);
      return;
    }
    exchange.onReply((_, reply) ->
        reply
            .with(SEQUENCE, Long.toString(commands.viewsSequence()))
            .with(AGE, Long.toString(commands.viewsAgeNs() / 1_000_000)));
    long seen = number(exchange.header(SEQUENCE));
    if (seen <= commands.viewsSequence()) next.handle(exchange);
    else waitFor(seen, exchange, next, System.nanoTime() + WAIT_NS);
  }

  private void waitFor(long seen, Exchange exchange, Handler next, long untilNs) {
    if (seen <= commands.viewsSequence()) next.handle(exchange);
    else if (System.nanoTime() - untilNs > 0) exchange.reply(ProblemType.NOT_READY.response());
    else exchange.loop().later(LOOK_MS, () -> waitFor(seen, exchange, next, untilNs));
  }

  /** What is no number was not sent by us, and asks for nothing. */
  private static long number(@Nullable String text) {
    if (text == null || text.isEmpty() || text.length() > 18) return 0;
    for (int i = 0; i < text.length(); i++) if (!Character.isDigit(text.charAt(i))) return 0;
    return Long.parseLong(text);
  }
}
