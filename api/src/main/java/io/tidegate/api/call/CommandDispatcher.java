package io.tidegate.api.call;

import io.tidegate.api.reply.ProblemType;
import io.tidegate.api.reply.Problems;
import io.tidegate.api.reply.Renderer;
import io.tidegate.core.Command.Expecting;
import io.tidegate.core.Result;
import io.tidegate.engine.CommandPort;
import io.tidegate.engine.ReplySink;
import io.tidegate.engine.Request;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.HttpLoop;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusals;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between event loops and engine: hands commands over, and brings the results of a batch back to
 * each loop as one task. Any event loop.
 */
public final class CommandDispatcher {

  private static final Logger LOG = LoggerFactory.getLogger(CommandDispatcher.class);
  private static final int LOOPS_MAX = 64;

  private final CommandPort engine;
  private final AtomicReferenceArray<@Nullable LoopSink> sinks =
      new AtomicReferenceArray<>(LOOPS_MAX);

  /** Hands commands to this engine. */
  public CommandDispatcher(CommandPort engine) {
    this.engine = engine;
  }

  /**
   * Hands a command to the engine. The exchange is answered when its batch is durable, or at once
   * where the engine takes no more.
   *
   * @param renderer what to answer if the command is not refused
   */
  public <R extends Result> void submit(
      Exchange exchange, Expecting<R> command, Renderer<R> renderer) {
    if (engine.submit(new Submitted<>(command, sinkOf(exchange.loop()), exchange, renderer)))
      return;
    boolean full = engine.ready() || engine.diskFull() || engine.obstacle() != null;
    exchange.reply(full ? Problems.busy() : ProblemType.NOT_READY.response());
  }

  private LoopSink sinkOf(HttpLoop loop) {
    LoopSink sink = sinks.getPlain(loop.index());
    if (sink != null && sink.loop == loop) return sink;
    LoopSink fresh = new LoopSink(loop);
    sinks.set(loop.index(), fresh);
    return fresh;
  }

  /** A command that is with the engine, for whom, and how its result will be rendered. */
  private static final class Submitted<R extends Result> extends Request {

    private final Exchange exchange;
    private final Renderer<R> renderer;

    Submitted(Expecting<R> command, ReplySink sink, Exchange exchange, Renderer<R> renderer) {
      super(command, sink);
      this.exchange = exchange;
      this.renderer = renderer;
    }

    /** A fault costs this reply alone, not the others of its batch. */
    void reply() {
      try {
        exchange.reply(response());
      } catch (RuntimeException e) {
        LOG.error("Request {} on {} failed", exchange.requestId(), exchange.route(), e);
        exchange.refuse(Refusals.INTERNAL);
      }
    }

    @SuppressWarnings("unchecked") // tests of the rules hold commands to what they say
    private Response response() {
      Result result = result();
      if (result == null) return Problems.unavailable();
      // The engine's own line, just before, has the error and knows no request.
      if (result instanceof Result.Failed)
        LOG.error("Request {} on {} failed in a rule", exchange.requestId(), exchange.route());
      if (result instanceof Result.Refusal refusal) return Problems.of(refusal);
      return renderer.render(exchange, (R) result);
    }
  }

  /** The reply sink of one event loop. */
  private record LoopSink(HttpLoop loop) implements ReplySink {

    @Override
    public void deliver(List<Request> answered) {
      if (!loop.execute(() -> replyEach(answered)))
        LOG.info("{} answers came after the server had stopped", answered.size());
    }

    private static void replyEach(List<Request> answered) {
      for (int i = 0; i < answered.size(); i++) ((Submitted<?>) answered.get(i)).reply();
    }
  }
}
