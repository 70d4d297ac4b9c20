package io.tidegate.gate.discovery.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An API server as far as the EndpointSlices of the namespace {@code default} go: lists in parts,
 * watches over chunked HTTP that go on from a version, bookmarks, versions that are forgotten, and
 * everything that can go wrong with that. Any thread.
 */
public final class FakeApiServer implements AutoCloseable {

  /** How it treats those who watch. */
  public enum Watching {
    /** As it should. */
    PROPER,
    /** Takes the request, and neither says anything nor ends. */
    SILENT,
    /** Ends at once, as if all were well. */
    ENDING,
    /** Says what is no JSON. */
    GARBAGE,
    /** Says everything byte by byte. */
    SLOW
  }

  static {
    // Else each reply waits for an acknowledgement of its head, for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final String PATH = "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";
  private static final long BOOKMARK_MS = 200;

  private record Change(@Nullable Versioned before, @Nullable Versioned after, long version) {}

  private record Versioned(FakeSlice slice, long version) {

    boolean isOf(String service) {
      return slice.service().equals(service);
    }

    String json() {
      return slice.json(version);
    }
  }

  private record Rest(long version, List<String> items) {}

  private final HttpServer http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final String scheme;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  // What follows with this object's lock.
  private final Map<String, Versioned> slices = new TreeMap<>();
  private final List<Change> history = new ArrayList<>();
  private final Map<String, Rest> rests = new HashMap<>();
  private long version = 100;
  private long forgotten;
  private int drops;
  private int silences;
  private int refusals;
  private int status;
  private String refusal = "";
  private Watching watching = Watching.PROPER;
  private boolean goneByStatus;
  private int page = Integer.MAX_VALUE;
  private @Nullable String token;
  private boolean closed;

  private FakeApiServer(HttpServer http, String scheme) {
    this.http = http;
    this.scheme = scheme;
    http.createContext("/", this::handle);
    http.setExecutor(threads);
    http.start();
  }

  /** One on a free port. */
  public static FakeApiServer start() throws IOException {
    return new FakeApiServer(HttpServer.create(loopback(), 64), "http");
  }

  /** One that speaks TLS. */
  static FakeApiServer start(SSLContext tls) throws IOException {
    HttpsServer https = HttpsServer.create(loopback(), 64);
    https.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new FakeApiServer(https, "https");
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Where it is. */
  public URI uri() {
    return URI.create(scheme + "://127.0.0.1:" + http.getAddress().getPort());
  }

  int port() {
    return http.getAddress().getPort();
  }

  /** Queries that came, in their order. */
  List<String> requests() {
    return requests;
  }

  synchronized int silences() {
    return silences;
  }

  long watches() {
    return requests.stream().filter(query -> query.contains("watch=1")).count();
  }

  long lists() {
    return requests.stream().filter(query -> !query.contains("watch=1")).count();
  }

  // ---- what is so ----

  /** Has this slice from now on. */
  public synchronized void put(FakeSlice slice) {
    Versioned after = new Versioned(slice, ++version);
    history.add(new Change(slices.put(slice.name(), after), after, version));
    notifyAll();
  }

  synchronized void delete(String name) {
    Versioned before = slices.remove(name);
    if (before == null) return;
    history.add(new Change(before, null, ++version));
    notifyAll();
  }

  synchronized List<FakeSlice> slices() {
    return slices.values().stream().map(Versioned::slice).toList();
  }

  /** Something that is of no concern to anybody who watches slices raises the version. */
  synchronized void otherChange() {
    version++;
    notifyAll();
  }

  // ---- what goes wrong ----

  /**
   * Forgets what was before now, the rests of lists too; watches that are under way go on.
   *
   * @param byStatus whether it says so with a status of HTTP, and not with an event
   */
  synchronized void compact(boolean byStatus) {
    forgotten = version;
    goneByStatus = byStatus;
    rests.clear();
  }

  /** Breaks all watches off, some amid an event. */
  synchronized void drop() {
    drops++;
    notifyAll();
  }

  /** Refuses the next requests. */
  public synchronized void refuse(int times, int status, String message) {
    refusals = times;
    this.status = status;
    refusal = message;
  }

  synchronized void watching(Watching next) {
    watching = next;
  }

  /** Sends at most so many slices in a part of a list. */
  synchronized void page(int most) {
    page = most;
  }

  /** Wants this token. */
  synchronized void token(String wanted) {
    token = wanted;
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    http.stop(0);
    threads.shutdownNow();
  }

  // ---- HTTP ----

  private void handle(HttpExchange exchange) throws IOException {
    String query = exchange.getRequestURI().getRawQuery();
    requests.add(String.valueOf(query));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    int refused;
    String message;
    synchronized (this) {
      refused = refusals > 0 ? status : 0;
      message = refusal;
      if (refusals > 0) refusals--;
      if (token != null && !("Bearer " + token).equals(authorization)) {
        refused = 401;
        message = "Unauthorized";
      }
    }
    if (refused == 0 && !exchange.getRequestURI().getPath().equals(PATH)) {
      refused = 404;
      message = "404 page not found";
    }
    if (refused > 0) {
      reply(exchange, refused, statusJson(refused, message));
      return;
    }
    Map<String, String> parameters = parameters(query);
    String selector = parameters.getOrDefault("labelSelector", "");
    String service = selector.replaceFirst("^kubernetes.io/service-name=", "");
    if (parameters.containsKey("watch")) watch(exchange, parameters, service);
    else list(exchange, parameters, service);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
    }
    return parameters;
  }

  private static void reply(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (status == 429) exchange.getResponseHeaders().set("Retry-After", "1");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String statusJson(int code, String message) {
    return """
    {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"Expired","code":%d}\
    """
        .formatted(message, code);
  }

  private void list(HttpExchange exchange, Map<String, String> parameters, String service)
      throws IOException {
    String body;
    synchronized (this) {
      String token = parameters.get("continue");
      Rest rest = token == null ? all(service) : rests.remove(token);
      body = rest == null ? null : part(rest, parameters);
    }
    if (body == null)
      reply(exchange, 410, statusJson(410, "The provided continue parameter is too old"));
    else reply(exchange, 200, body);
  }

  private Rest all(String service) {
    List<String> items = new ArrayList<>();
    for (Versioned slice : slices.values()) if (slice.isOf(service)) items.add(slice.json());
    return new Rest(version, items);
  }

  private String part(Rest rest, Map<String, String> parameters) {
    int limit = Math.min(page, Integer.parseInt(parameters.get("limit")));
    boolean last = rest.items.size() <= limit;
    List<String> items = last ? rest.items : rest.items.subList(0, limit);
    String next = last ? "" : "next-" + rest.version + "-" + rest.items.size();
    if (!last)
      rests.put(next, new Rest(rest.version, rest.items.subList(limit, rest.items.size())));
    String remaining = last ? "" : ",\"remainingItemCount\":" + (rest.items.size() - limit);
    return """
    {"kind":"EndpointSliceList","apiVersion":"discovery.k8s.io/v1",\
    "metadata":{"resourceVersion":"%d","continue":"%s"%s},"items":[%s]}\
    """
        .formatted(rest.version, next, remaining, String.join(",", items));
  }

  // ---- watches ----

  private void watch(HttpExchange exchange, Map<String, String> parameters, String service)
      throws IOException {
    long from = Long.parseLong(parameters.get("resourceVersion"));
    long endNs =
        System.nanoTime()
            + TimeUnit.SECONDS.toNanos(Long.parseLong(parameters.get("timeoutSeconds")));
    Watching how;
    int before;
    boolean gone;
    synchronized (this) {
      how = watching;
      before = drops;
      gone = from < forgotten;
      if (how == Watching.SILENT) silences++;
    }
    String expired = "too old resource version: " + from;
    if (gone && goneByStatus) {
      reply(exchange, 410, statusJson(410, expired));
      return;
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.flush();
    if (gone) send(out, how, event("ERROR", statusJson(410, expired)));
    else if (how == Watching.GARBAGE) send(out, how, "{\"type\":\"ADDED\",\"object\":[}\n");
    else if (how == Watching.SILENT) next(before, Long.MAX_VALUE, endNs + Long.MAX_VALUE / 4);
    else if (how != Watching.ENDING) follow(out, how, from, before, service, endNs);
    out.close();
    exchange.close();
  }

  private void follow(
      OutputStream out, Watching how, long from, int before, String service, long endNs)
      throws IOException {
    long at = from;
    while (System.nanoTime() < endNs) {
      long now;
      try {
        now = next(before, at, endNs);
      } catch (IOException dropped) {
        send(out, how, event("BOOKMARK", bookmark(at)).substring(0, 40));
        throw dropped;
      }
      boolean quiet = true;
      for (Change change : between(at, now)) {
        String event = event(change, service);
        if (event == null) continue;
        send(out, how, event);
        quiet = false;
      }
      if (quiet) send(out, how, event("BOOKMARK", bookmark(now)));
      at = now;
    }
  }

  /** Waits for another version, or for the time of a bookmark; throws if the watch is to break. */
  private synchronized long next(int before, long at, long endNs) throws IOException {
    long untilNs = Math.min(endNs, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BOOKMARK_MS));
    if (at == Long.MAX_VALUE) untilNs = endNs;
    try {
      while (version <= at && drops == before && !closed && System.nanoTime() < untilNs)
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, untilNs - System.nanoTime()));
    } catch (InterruptedException _) {
      throw new IOException("closed");
    }
    if (closed || drops != before) throw new IOException("dropped");
    return version;
  }

  private synchronized List<Change> between(long at, long now) {
    return history.stream().filter(change -> change.version > at && change.version <= now).toList();
  }

  /** What a change means to who watches a service; null if nothing. */
  private static @Nullable String event(Change change, String service) {
    Versioned before = change.before;
    Versioned after = change.after;
    boolean was = before != null && before.isOf(service);
    if (after != null && after.isOf(service))
      return event(was ? "MODIFIED" : "ADDED", after.json());
    return was && before != null ? event("DELETED", before.slice.json(change.version)) : null;
  }

  private static String event(String type, String object) {
    return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
  }

  private static String bookmark(long version) {
    return """
    {"kind":"EndpointSlice","apiVersion":"discovery.k8s.io/v1","metadata":{"resourceVersion":"%d",\
    "creationTimestamp":null},"addressType":"","endpoints":null,"ports":null}\
    """
        .formatted(version);
  }

  private static void send(OutputStream out, Watching how, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    if (how == Watching.SLOW)
      for (byte one : bytes) {
        out.write(one);
        out.flush();
      }
    else out.write(bytes);
    out.flush();
  }
}
