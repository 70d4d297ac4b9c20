package io.tidegate.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A real Chromium without a window, driven over its DevTools protocol. Only one that is on the
 * machine already: nothing is fetched.
 */
public final class Browser implements AutoCloseable {

  private static final String[] OTHER_NAMES = {
    "chromium-browser", "google-chrome", "google-chrome-stable"
  };

  private static final long SECONDS_MAX = 20;

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<Map<String, @Nullable Object>>> waiting =
      new ConcurrentHashMap<>();
  private final AtomicInteger last = new AtomicInteger();

  private Browser(Process process, Path profile, URI devTools) {
    this.process = process;
    this.profile = profile;
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(devTools, new Listener())
            .orTimeout(SECONDS_MAX, TimeUnit.SECONDS)
            .join();
  }

  /** Where Chromium is: {@code CHROME_BIN}, or one on the path. */
  public static Path program() {
    String named = System.getenv("CHROME_BIN");
    return named != null ? Path.of(named) : Needs.program("chromium", OTHER_NAMES);
  }

  /** Starts it with a profile of its own in this folder. */
  public static Browser start(Path program, Path profile) throws IOException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox", // tests may run as root, where there is no other way
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-sync",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(Files.createFile(profile.resolveSibling("chromium.log")).toFile())
            .start();
    try {
      return new Browser(
          process, profile, devTools(process, profile.resolve("DevToolsActivePort")));
    } catch (RuntimeException | IOException e) {
      end(process);
      throw e;
    }
  }

  private static URI devTools(Process process, Path file) throws IOException {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
    while (System.nanoTime() < deadlineNs && process.isAlive()) {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() >= 2) return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
      LockSupport.parkNanos(10_000_000);
    }
    throw new IOException("Chromium did not come up");
  }

  /** A tab that has loaded this page. */
  public Tab open(String url) {
    Object target = call(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId");
    String id = String.valueOf(target);
    Map<String, Object> attach = Map.of("targetId", id, "flatten", true);
    String session = String.valueOf(call(null, "Target.attachToTarget", attach).get("sessionId"));
    Tab tab = new Tab(id, session);
    call(session, "Page.enable", Map.of());
    call(session, "Page.navigate", Map.of("url", url));
    tab.until("document.readyState === 'complete' && location.href !== 'about:blank'");
    return tab;
  }

  /** One tab. */
  public final class Tab {

    private final String target;
    private final String session;

    private Tab(String target, String session) {
      this.target = target;
      this.session = session;
    }

    /** The value of an expression; of a promise, what comes of it. */
    public @Nullable Object eval(String expression) {
      Map<String, Object> parameters =
          Map.of("expression", expression, "awaitPromise", true, "returnByValue", true);
      Map<String, @Nullable Object> reply = call(session, "Runtime.evaluate", parameters);
      if (reply.containsKey("exceptionDetails"))
        throw new AssertionError(expression + ": " + reply.get("exceptionDetails"));
      return Json.object(reply.get("result")).get("value");
    }

    /**
     * Gives it another screen.
     *
     * @param dark what its user prefers
     * @param width in pixels of CSS
     * @param height likewise
     * @param scale pixels of the screen for one of CSS: 4 with a quarter of the size is 400 % zoom
     */
    public void screen(boolean dark, int width, int height, int scale) {
      call(
          session,
          "Emulation.setDeviceMetricsOverride",
          Map.of("width", width, "height", height, "deviceScaleFactor", scale, "mobile", false));
      call(session, "Emulation.setScrollbarsHidden", Map.of("hidden", true)); // as on a phone
      Markup scheme =
          new Markup(
              "[{\"name\":\"prefers-color-scheme\",\"value\":\""
                  + (dark ? "dark" : "light")
                  + "\"}]");
      var _ = call(session, "Emulation.setEmulatedMedia", Map.of("features", scheme));
    }

    /** A picture of the whole page, as PNG. */
    public byte[] picture() {
      Map<String, @Nullable Object> reply =
          call(session, "Page.captureScreenshot", Map.of("captureBeyondViewport", true));
      return Base64.getDecoder().decode(String.valueOf(reply.get("data")));
    }

    /** Lets its page believe that its user looks at something else, or at it again. */
    public void hide(boolean hidden) {
      eval(
          "Object.defineProperty(document, 'hidden', {value: "
              + hidden
              + ", configurable: true});"
              + "document.dispatchEvent(new Event('visibilitychange'))");
    }

    /** Has the pages that it loads from now on run without their scripts. */
    public void withoutScripts() {
      var _ = call(session, "Emulation.setScriptExecutionDisabled", Map.of("value", true));
    }

    /** Goes to another page. */
    public void go(String url) {
      call(session, "Page.navigate", Map.of("url", url));
      until("document.readyState === 'complete'");
    }

    /** Waits until an expression is true. */
    public void until(String expression) {
      long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
      while (!Boolean.TRUE.equals(eval(expression))) {
        if (System.nanoTime() > deadlineNs)
          throw new AssertionError("did not come true in a tab: " + expression);
        LockSupport.parkNanos(10_000_000);
      }
    }

    /** Closes it, as its user does. */
    public void close() {
      call(null, "Target.closeTarget", Map.of("targetId", target));
    }
  }

  /** JSON as it is to be sent. */
  private record Markup(String json) {

    @Override
    public String toString() {
      return json;
    }
  }

  private Map<String, @Nullable Object> call(
      @Nullable String session, String method, Map<String, Object> parameters) {
    int id = last.incrementAndGet();
    CompletableFuture<Map<String, @Nullable Object>> reply = new CompletableFuture<>();
    waiting.put(id, reply);
    StringBuilder json = new StringBuilder("{\"id\":").append(id);
    if (session != null) json.append(",\"sessionId\":").append(quoted(session));
    json.append(",\"method\":").append(quoted(method)).append(",\"params\":{");
    String comma = "";
    for (Map.Entry<String, Object> each : parameters.entrySet()) {
      json.append(comma).append(quoted(each.getKey())).append(':');
      json.append(each.getValue() instanceof String text ? quoted(text) : each.getValue());
      comma = ",";
    }
    synchronized (this) {
      socket.sendText(json.append("}}"), true).join();
    }
    return reply.orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') json.append('\\').append(c);
      else if (c < 0x20) json.append(String.format("\\u%04x", (int) c));
      else json.append(c);
    }
    return json.append('"').toString();
  }

  /** Puts messages together and hands each reply to who waits for it. */
  private final class Listener implements WebSocket.Listener {

    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
      message.append(part);
      if (whole) {
        Map<String, @Nullable Object> reply = Json.object(Json.read(message.toString()));
        message.setLength(0);
        if (reply.get("id") instanceof Number id) answer(id.intValue(), reply);
      }
      from.request(1);
      return null;
    }

    private void answer(int id, Map<String, @Nullable Object> reply) {
      CompletableFuture<Map<String, @Nullable Object>> waits = waiting.remove(id);
      if (waits == null) return;
      if (reply.containsKey("result")) waits.complete(Json.object(reply.get("result")));
      else waits.completeExceptionally(new AssertionError(String.valueOf(reply.get("error"))));
    }
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    end(process);
    // Links that lead elsewhere, which a temporary folder should not have when it is deleted.
    for (String link : List.of("SingletonLock", "SingletonSocket", "SingletonCookie"))
      Files.deleteIfExists(profile.resolve(link));
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
