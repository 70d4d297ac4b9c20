package io.tidegate.api.call;

import io.tidegate.api.json.MalformedException;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.api.reply.Replies;
import io.tidegate.core.Command;
import io.tidegate.engine.Engine;
import io.tidegate.engine.ReplySink;
import io.tidegate.engine.Request;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.HttpLoop;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusals;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between event loops and engine: hands commands over, and brings the answers of a batch back to
 * each loop as one task. Any event loop.
 */
public final class Calls {

  private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
  private static final int LOOPS_MAX = 64;

  private final Engine engine;
  private final Cors cors;
  private final AtomicReferenceArray<@Nullable LoopReplies> sinks =
      new AtomicReferenceArray<>(LOOPS_MAX);

  /**
   * @param cors what is added to replies to pages of other origins
   */
  public Calls(Engine engine, Cors cors) {
    this.engine = engine;
    this.cors = cors;
  }

  /** Calls whose replies are for no page of another origin. */
  public Calls(Engine engine) {
    this(engine, Cors.OFF);
  }

  /**
   * Hands a command to the engine.
   *
   * @return null if it was taken, and its answer will come; else the reply
   */
  public @Nullable Response submit(Exchange exchange, Command command, Answers answers) {
    Call call = new Call(command, sinkOf(exchange.loop()), exchange, answers);
    if (engine.submit(call)) return null;
    boolean full = engine.ready() || engine.diskFull() || engine.obstacle() != null;
    return full ? Replies.busy() : ProblemType.NOT_READY.response();
  }

  /** Gives an exchange its reply from any thread. */
  public void replyLater(Exchange exchange, Response response) {
    if (!exchange.loop().execute(() -> exchange.reply(cors.on(exchange, response))))
      LOG.info("An answer came after the server had stopped");
  }

  /** The handler for an endpoint: its refusals become replies. */
  public Handler handler(Endpoint endpoint) {
    return exchange -> {
      Response response = answer(endpoint, exchange);
      if (response != null) exchange.reply(cors.on(exchange, response));
    };
  }

  private static @Nullable Response answer(Endpoint endpoint, Exchange exchange) {
    try {
      return endpoint.answer(exchange);
    } catch (RefusedException e) {
      return e.response();
    } catch (MalformedException e) {
      return Replies.malformed(e.text());
    }
  }

  private LoopReplies sinkOf(HttpLoop loop) {
    LoopReplies sink = sinks.getPlain(loop.index());
    if (sink != null && sink.loop == loop) return sink;
    LoopReplies fresh = new LoopReplies(loop, cors);
    sinks.set(loop.index(), fresh);
    return fresh;
  }

  /** The reply sink of one event loop. */
  private record LoopReplies(HttpLoop loop, Cors cors) implements ReplySink {

    @Override
    public void deliver(List<Request> answered) {
      if (!loop.execute(() -> replyEach(answered)))
        LOG.info("{} answers came after the server had stopped", answered.size());
    }

    private void replyEach(List<Request> answered) {
      for (int i = 0; i < answered.size(); i++) reply((Call) answered.get(i));
    }

    /** A fault costs this reply alone, not the others of its batch. */
    private void reply(Call call) {
      Exchange exchange = call.exchange();
      Response response;
      try {
        response = cors.on(exchange, call.response());
      } catch (RuntimeException e) {
        LOG.error("Request {} on {} failed", exchange.requestId(), exchange.route(), e);
        exchange.refuse(Refusals.INTERNAL);
        return;
      }
      exchange.reply(response);
    }
  }
}
