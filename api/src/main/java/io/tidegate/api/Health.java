package io.tidegate.api;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.engine.CommandPort;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Whether the process lives ({@code /healthz}) and whether it takes work ({@code /readyz}; with
 * {@code ?verbose} also how its parts are). A process whose store or loop failed does not live:
 * only a new start helps. Any thread.
 */
public final class Health {

  private static final Response UP = status("up");
  private static final Response READY = status("ready");

  private final CommandPort engine;
  private final Map<String, Supplier<String>> parts = new ConcurrentSkipListMap<>();

  Health(CommandPort engine) {
    this.engine = engine;
    tell("commit", this::commit);
    tell("storage", () -> Objects.requireNonNullElse(engine.obstacle(), "nothing in the way"));
  }

  /**
   * Adds a part to what {@code ?verbose} shows.
   *
   * @param state how it is, in a few words; asked on the thread of the request, so it must not wait
   */
  public void tell(String part, Supplier<String> state) {
    parts.put(part, state);
  }

  private String commit() {
    long ms = engine.committingNs() / 1_000_000;
    return ms == 0 ? "none under way" : "under way for " + ms + " ms";
  }

  List<Operation> operations() {
    return List.of(
        get("isAlive", "/healthz", ANYBODY).replying(this::alive),
        get("isReady", "/readyz", ANYBODY).queries("verbose").replying(this::ready));
  }

  private Response alive(Exchange exchange) {
    return engine.failure() == null ? UP : ProblemType.NOT_READY.response();
  }

  private Response ready(Exchange exchange) {
    if (exchange.query("verbose") != null) return verbose();
    if (engine.ready()) return READY;
    if (engine.diskFull()) return ProblemType.DISK_FULL.response();
    if (engine.obstacle() != null) return ProblemType.STORAGE_BLOCKED.response();
    return ProblemType.NOT_READY.response();
  }

  private Response verbose() {
    boolean ready = engine.ready();
    JsonWriter json = new JsonWriter(256).beginObject().member("status", word(ready));
    json.member("clockDistanceMs", engine.clockDistanceMs());
    parts.forEach((part, state) -> json.member(part, state.get()));
    return Response.json(ready ? 200 : 503, json.endObject().toBytes());
  }

  private String word(boolean ready) {
    if (ready) return "ready";
    if (engine.diskFull()) return "disk-full";
    return engine.obstacle() == null ? "not-ready" : "storage-blocked";
  }

  private static Response status(String word) {
    JsonWriter json = new JsonWriter(32).beginObject().member("status", word).endObject();
    return Response.json(200, json.toBytes());
  }
}
