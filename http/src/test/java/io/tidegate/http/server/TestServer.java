package io.tidegate.http.server;

import io.tidegate.testkit.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real server on a free port, with routes that the tests need. */
public final class TestServer implements AutoCloseable {

  /** Loopback, any port, two loops. */
  public static final HttpConfig CONFIG = HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(2);

  private static final byte[] BIG = "x".repeat(8 * 1024 * 1024).getBytes(StandardCharsets.US_ASCII);

  /** Exchanges that came in on {@code /later} and wait for the test to answer them. */
  final BlockingQueue<Exchange> held = new ArrayBlockingQueue<>(10_000);

  final HttpServer server;

  TestServer() throws IOException {
    this(CONFIG, ServerObserver.NONE, true);
  }

  TestServer(HttpConfig config) throws IOException {
    this(config, ServerObserver.NONE, true);
  }

  TestServer(HttpConfig config, ServerObserver observer, boolean epoll) throws IOException {
    server = HttpServer.start(config, routes(), observer, epoll);
  }

  TestServer(HttpConfig config, Entry entry) throws IOException {
    server = HttpServer.start(config, routes(), ServerObserver.NONE, entry);
  }

  Router routes() {
    return Router.builder()
        .get("/", exchange -> exchange.reply(text(200, "root")))
        .get("/fixed", exchange -> exchange.reply(text(200, "fixed")))
        .get("/later", held::add)
        .post("/later", held::add)
        .post("/echo", exchange -> exchange.reply(Response.of(200, "text/plain", bodyOf(exchange))))
        .get(
            "/query",
            exchange -> exchange.reply(text(200, String.valueOf(exchange.query("name")))),
            "name")
        .get(
            "/header",
            exchange -> exchange.reply(text(200, String.valueOf(exchange.header("x-test")))))
        .get(
            "/list", exchange -> exchange.reply(text(200, String.valueOf(exchange.list("x-test")))))
        .get(
            "/reflect",
            exchange ->
                exchange.reply(
                    text(200, "").with("X-Reflected", String.valueOf(exchange.query("name")))),
            "name")
        .get("/big", exchange -> exchange.reply(Response.of(200, "text/plain", BIG)))
        .get(
            "/shared", exchange -> exchange.reply(text(200, "").with("Cache-Control", "max-age=9")))
        .get("/nothing", exchange -> exchange.reply(Response.empty(204)))
        .get(
            "/unchanged",
            exchange -> exchange.reply(Response.of(304, "text/plain", BIG).with("ETag", "\"1\"")))
        .get(
            "/boom",
            exchange -> {
              throw new IllegalStateException("the secret is 42");
            })
        .get(
            "/late-boom",
            exchange -> {
              exchange.reply(text(200, "answered"));
              throw new IllegalStateException("after the reply");
            })
        .build();
  }

  /** A reply of plain text. */
  public static Response text(int status, String text) {
    return Response.of(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bodyOf(Exchange exchange) {
    int from = exchange.bodyOffset();
    return Arrays.copyOfRange(exchange.body(), from, from + exchange.bodyLength());
  }

  RawClient connect() throws IOException {
    return new RawClient(server.port());
  }

  /** The next exchange that waits on {@code /later}. */
  Exchange nextHeld() throws InterruptedException {
    Exchange exchange = held.poll(10, TimeUnit.SECONDS);
    if (exchange == null) throw new AssertionError("no request came in on /later");
    return exchange;
  }

  /** Answers from its loop, as the engine would. */
  static void answer(Exchange exchange, String text) {
    exchange.loop().execute(() -> exchange.reply(text(200, text)));
  }

  @Override
  public void close() {
    server.stop(Duration.ofMillis(100));
  }
}
