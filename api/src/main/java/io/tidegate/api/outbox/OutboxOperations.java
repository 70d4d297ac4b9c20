package io.tidegate.api.outbox;

import static io.tidegate.api.call.Access.ADMIN;
import static io.tidegate.api.call.Operation.get;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.Operation;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.outbox.OutboxPort.Action;
import io.tidegate.api.outbox.OutboxPort.LetterReport;
import io.tidegate.api.outbox.OutboxPort.SinkReport;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.api.reply.Problems;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outbox, for its operator: how far each sink is, what it did not take, and how to send it
 * again. Event loops hand each question to a thread of its own, since an answer takes a batch.
 */
public final class OutboxOperations {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxOperations.class);

  private static final String PATH = Operation.BASE + "/admin/outbox";
  private static final String ONE = PATH + "/{sink:text}";
  private static final String SINK = "sink";
  private static final int ID_MAX = 80;

  /** So many questions at once; more are asked to come back. */
  private static final int AT_ONCE = 8;

  private static final Shape REPLAY =
      Shape.of(
          Field.number("from", 1, Field.ID_MAX),
          Field.number("to", 1, Field.ID_MAX),
          Field.text("id", ID_MAX));

  private static final Shape NOTHING = Shape.of();

  private final OutboxPort outbox;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /** Asks this outbox. */
  public OutboxOperations(OutboxPort outbox) {
    this.outbox = outbox;
  }

  /** All of them. */
  public List<Operation> operations() {
    return List.of(
        get("getOutbox", PATH, ADMIN).by(exchange -> aside(exchange, this::all)),
        post("replayOutbox", ONE + "/replay", ADMIN).by(REPLAY, this::replay),
        post("dropDeadLetters", ONE + "/drop", ADMIN)
            .by(NOTHING, (exchange, _) -> act(exchange, Action.DROP_DEAD)),
        post("skipEvent", ONE + "/skip", ADMIN)
            .by(NOTHING, (exchange, _) -> act(exchange, Action.SKIP)),
        post("pauseSink", ONE + "/pause", ADMIN)
            .by(NOTHING, (exchange, _) -> act(exchange, Action.PAUSE)),
        post("resumeSink", ONE + "/resume", ADMIN)
            .by(NOTHING, (exchange, _) -> act(exchange, Action.RESUME)),
        post("removeSink", ONE + "/remove", ADMIN)
            .by(NOTHING, (exchange, _) -> act(exchange, Action.REMOVE)));
  }

  @FunctionalInterface
  private interface Question {
    Response answer() throws IOException, InterruptedException;
  }

  private void aside(Exchange exchange, Question question) {
    if (!places.tryAcquire()) {
      exchange.reply(Problems.busy());
      return;
    }
    Thread.ofVirtual()
        .name("outbox-operator")
        .start(() -> {
          try {
            exchange.replyLater(answer(question));
          } finally {
            places.release();
          }
        });
  }

  /** Whatever happens, who waits gets a reply. */
  private static Response answer(Question question) {
    try {
      return question.answer();
    } catch (IOException e) {
      return ProblemType.NOT_READY.response();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ProblemType.NOT_READY.response();
    } catch (RuntimeException | Error e) {
      LOG.error("A question about the outbox failed", e);
      return ProblemType.INTERNAL.response();
    }
  }

  private void act(Exchange exchange, Action action) {
    String sink = exchange.text(SINK);
    aside(exchange, () -> done(sink, () -> outbox.act(sink, action)));
  }

  private void replay(Exchange exchange, Values body) {
    String sink = exchange.text(SINK);
    String id = body.textOrNull("id");
    long from = body.number("from", 0);
    long to = body.number("to", 0);
    aside(
        exchange,
        () ->
            done(
                sink,
                () -> {
                  if (id != null) return outbox.replay(sink, id);
                  if (from != 0) return outbox.replay(sink, from, to);
                  return to != 0
                      ? "a replay to a record needs one to begin from"
                      : outbox.act(sink, Action.REPLAY_DEAD);
                }));
  }

  @FunctionalInterface
  private interface Deed {
    /** Why it was not done; null if it was. */
    @Nullable String refused() throws IOException, InterruptedException;
  }

  private Response done(String sink, Deed deed) throws IOException, InterruptedException {
    if (!outbox.knows(sink))
      return ProblemType.NOT_FOUND.problem("There is no sink " + sink + ".").response();
    String refused = deed.refused();
    return refused == null
        ? all()
        : ProblemType.CONFLICT.problem("Not done: " + refused + ".").response();
  }

  private Response all() throws IOException, InterruptedException {
    JsonWriter json = new JsonWriter(1_024).beginObject();
    json.name("sinks").beginArray();
    for (SinkReport sink : outbox.sinks()) write(json, sink);
    json.endArray();
    return Response.json(200, json.endObject());
  }

  private static void write(JsonWriter json, SinkReport sink) {
    json.beginObject().member("name", sink.name()).member("kind", sink.kind());
    json.member("target", sink.target()).member("ordered", sink.ordered());
    json.member("state", sink.state()).member("reason", sink.reason()).name("cursor");
    if (sink.cursor() < 0) json.nullValue();
    else json.value(sink.cursor());
    json.member("lagRecords", sink.lagRecords()).member("lagMs", sink.lagMs());
    json.member("delivered", sink.delivered()).member("failed", sink.failed());
    json.member("dead", sink.dead()).name("letters").beginArray();
    for (LetterReport letter : sink.letters()) write(json, letter);
    json.endArray().endObject();
  }

  private static void write(JsonWriter json, LetterReport letter) {
    json.beginObject().member("id", letter.id()).member("state", letter.state());
    json.member("attempts", letter.attempts()).name("status");
    if (letter.status() == 0) json.nullValue();
    else json.value(letter.status());
    json.timeMember("triedAt", letter.triedMs()).member("error", letter.error()).endObject();
  }
}
