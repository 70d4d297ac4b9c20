package io.tidegate.lab.control;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import io.tidegate.http.wire.Method;
import io.tidegate.lab.engine.ControlException;
import io.tidegate.lab.engine.ExitCode;
import io.tidegate.lab.engine.LoadRun;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.recording.JsonValue;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.script.ScriptUser;
import io.tidegate.lab.summary.CheckCounts;
import io.tidegate.lab.threshold.ThresholdResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of a run over HTTP, in the form of k6's REST API. Any thread.
 *
 * <p>There is no key: whoever reaches the address controls the run. So it listens on the loopback
 * unless somebody wants it elsewhere, and refuses what a page in a browser asks for, which names
 * its origin.
 */
public final class ControlApi {

  private static final int MAX_USERS = 10_000_000;

  private final Subject subject;
  private final ControlJson json;

  /**
   * What it speaks for.
   *
   * @param thresholds as they were found last
   */
  public record Subject(
      LoadRun run,
      MetricRegistry metrics,
      MetricStore store,
      CheckCounts checks,
      Supplier<List<ThresholdResult>> thresholds) {}

  /** That of a run. */
  public ControlApi(Subject subject) {
    this.subject = subject;
    json = new ControlJson(subject);
  }

  /** What happens on a thread of its own, since it may wait. */
  @FunctionalInterface
  private interface Work {
    Response reply()
        throws ControlException, InterruptedException, ScriptException, JsonValue.NoJsonException;
  }

  /** Adds its routes. */
  public void addTo(Router.Builder router) {
    router
        .get("/ping", exchange -> exchange.reply(text("ok")))
        .get("/v1/status", exchange -> exchange.reply(json(json.status())))
        .route(Method.PATCH, "/v1/status", changing(this::patch))
        .get("/v1/metrics", exchange -> exchange.reply(json(json.metrics())))
        .get("/v1/metrics/{id:text}", exchange -> one(exchange, json::metric, "metric"))
        .get("/v1/groups", exchange -> exchange.reply(json(json.groups())))
        .get("/v1/groups/{id:text}", exchange -> one(exchange, json::group, "group"))
        .get("/v1/setup", exchange -> exchange.reply(json(json.setupData())))
        .route(Method.PUT, "/v1/setup", changing(this::putSetup))
        .route(Method.POST, "/v1/setup", changing(_ -> setup()))
        .route(Method.POST, "/v1/teardown", changing(_ -> teardown()));
  }

  private interface Changing {
    Response reply(byte[] body)
        throws ControlException, InterruptedException, ScriptException, JsonValue.NoJsonException;
  }

  private static Handler changing(Changing handler) {
    return exchange -> {
      if (exchange.header("Origin") != null) {
        exchange.reply(error(403, "Forbidden", "a page in a browser cannot control a run"));
        return;
      }
      int from = exchange.bodyOffset();
      byte[] body = Arrays.copyOfRange(exchange.body(), from, from + exchange.bodyLength());
      Thread.ofVirtual()
          .name("control")
          .start(() -> exchange.replyLater(outcome(() -> handler.reply(body))));
    };
  }

  private static Response outcome(Work work) {
    try {
      return work.reply();
    } catch (JsonValue.NoJsonException e) {
      return error(400, "Invalid data", String.valueOf(e.getMessage()));
    } catch (ControlException e) {
      return error(e.asksWrong() ? 400 : 500, e.title(), String.valueOf(e.getMessage()));
    } catch (ScriptException e) {
      return error(500, "Script error", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(500, "Interrupted", "the run ends");
    }
  }

  private interface Finder {
    @Nullable JsonWriter find(String id);
  }

  private static void one(Exchange exchange, Finder finder, String what) {
    JsonWriter found = finder.find(exchange.text("id"));
    exchange.reply(
        found == null
            ? error(404, "Not Found", "No %s with that ID was found".formatted(what))
            : json(found));
  }

  // ---- what changes the run ----

  private Response patch(byte[] body)
      throws JsonValue.NoJsonException, ControlException, InterruptedException {
    if (body.length == 0) return error(400, "Invalid data", "unexpected end of JSON input");
    JsonValue wanted = member(member(JsonValue.read(body), "data"), "attributes");
    Boolean paused = flag(wanted, "paused");
    Boolean stopped = flag(wanted, "stopped");
    Integer vus = count(wanted, "vus");
    Integer most = count(wanted, "vus-max");
    if (vus != null || most != null) subject.run().control().scale(vus, most);
    if (paused != null) subject.run().control().pause(paused);
    if (Boolean.TRUE.equals(stopped))
      subject.run().state().stop(ExitCode.STOPPED_BY_API, "test run stopped from REST API");
    return json(json.status());
  }

  private static JsonValue member(JsonValue of, String name) throws ControlException {
    if (of.value() == null || of.value() instanceof Map<?, ?>) return of.get(name);
    throw new ControlException("Invalid data", "no object that has \"" + name + "\"", true);
  }

  private static @Nullable Boolean flag(JsonValue wanted, String name) throws ControlException {
    return switch (member(wanted, name).value()) {
      case null -> null;
      case Boolean flag -> flag;
      default -> throw wrong(name, "true or false");
    };
  }

  private static @Nullable Integer count(JsonValue wanted, String name) throws ControlException {
    return switch (member(wanted, name).value()) {
      case null -> null;
      case Double number when number == Math.rint(number) && Math.abs(number) <= MAX_USERS ->
          number.intValue();
      default -> throw wrong(name, "a whole number up to " + MAX_USERS);
    };
  }

  private static ControlException wrong(String name, String wanted) {
    return new ControlException("Invalid data", "\"" + name + "\" has to be " + wanted, true);
  }

  private Response putSetup(byte[] body) throws JsonValue.NoJsonException {
    String text = new String(body, StandardCharsets.UTF_8);
    subject.run().setupData(text.isBlank() ? null : JsonValue.read(body).json());
    return json(json.setupData());
  }

  private Response setup() throws ScriptException, InterruptedException {
    Response failed = failure(subject.run().callSetup(), "Error executing setup");
    return failed == null ? json(json.setupData()) : failed;
  }

  private Response teardown() throws ScriptException, InterruptedException {
    Response failed = failure(subject.run().callTeardown(), "Error executing teardown");
    return failed == null ? text("") : failed;
  }

  private static @Nullable Response failure(ScriptUser.End end, String title) {
    return switch (end) {
      case ScriptUser.End.Done _, ScriptUser.End.Summary _ -> null;
      case ScriptUser.End.Failed failed -> error(500, title, failed.message());
      case ScriptUser.End.Refused refused -> error(500, title, refused.message());
      case ScriptUser.End.Aborted _ -> error(500, title, "it aborted the run");
      case ScriptUser.End.Stopped _ -> error(500, title, "it was stopped");
    };
  }

  // ---- replies ----

  private static Response json(JsonWriter json) {
    return Response.json(200, json);
  }

  private static Response text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Response.of(200, "text/plain; charset=utf-8", bytes);
  }

  private static Response error(int status, String title, String detail) {
    JsonWriter json = new JsonWriter(256).beginObject().name("errors").beginArray().beginObject();
    json.member("status", Integer.toString(status)).member("title", title);
    return Response.json(status, json.member("detail", detail).endObject().endArray().endObject());
  }
}
