package io.tidegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.document.DocumentCache;
import io.tidegate.api.document.DocumentType;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.Router;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.RawClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cache of encoded documents: once a version, never backwards, within its bytes. */
class EncodingTest {

  private static final int CACHE_BYTES = 1 << 20;
  private static final int DOCUMENT_BYTES = 10_000;

  private final DocumentCache documents = new DocumentCache(CACHE_BYTES);
  private final AtomicInteger encodings = new AtomicInteger();
  private final AtomicLong version = new AtomicLong(1);
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    Router router =
        Router.builder()
            .get(
                "/{id}/{version}",
                exchange -> {
                  long id = exchange.number("id");
                  long asked = exchange.number("version");
                  exchange.reply(
                      documents.answer(
                          exchange, DocumentType.SEATS, id, asked, () -> encode(id, asked)));
                })
            .get(
                "/now",
                exchange -> {
                  long now = version.get();
                  exchange.reply(
                      documents.answer(exchange, DocumentType.OFFER, 1, now, () -> encode(1, now)));
                })
            .build();
    HttpConfig config = HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(2);
    server = HttpServer.start(config, router, ServerObserver.NONE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private byte[] encode(long id, long version) {
    encodings.incrementAndGet();
    String json = "{\"id\":" + id + ",\"version\":" + version + ",\"pad\":\"";
    return (json + "x".repeat(DOCUMENT_BYTES) + "\"}").getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void a_version_is_encoded_once_however_many_ask_while_it_changes() throws Exception {
    ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) threads.add(Thread.ofVirtual().start(() -> ask(failures)));
    for (Thread thread : threads) thread.join();
    assertThat(failures).isEmpty();
    assertThat(encodings.get()).isLessThanOrEqualTo((int) version.get());
  }

  /** Versions only ever go up for who asks, each a little newer than the last. */
  private void ask(ConcurrentLinkedQueue<Throwable> failures) {
    try (RawClient client = new RawClient(server.port())) {
      long seen = 0;
      for (int i = 0; i < 400; i++) {
        if (i % 10 == 0) version.incrementAndGet();
        long got = client.ask("GET", "/now", "").is(200).number("version");
        assertThat(got).isGreaterThanOrEqualTo(seen);
        seen = got;
      }
    } catch (Throwable e) {
      failures.add(e);
    }
  }

  @Test
  void an_older_version_does_not_displace_a_newer_one() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      assertThat(client.ask("GET", "/1/5", "").number("version")).isEqualTo(5);
      assertThat(client.ask("GET", "/1/4", "").number("version")).isEqualTo(5);
      assertThat(client.ask("GET", "/1/6", "").number("version")).isEqualTo(6);
      assertThat(encodings).hasValue(2);
    }
  }

  @Test
  void the_cache_stays_within_its_bytes_compressed_forms_included() throws IOException {
    try (RawClient client = new RawClient(server.port())) {
      for (int id = 1; id <= 500; id++)
        client.ask("GET", "/" + id + "/1", "", "Accept-Encoding", "gzip").is(200);
      assertThat(documents.bytes()).isBetween(CACHE_BYTES / 2L, (long) CACHE_BYTES);
      assertThat(documents.count()).isBetween(20L, (long) CACHE_BYTES / (2 * DOCUMENT_BYTES));
      assertThat(encodings).hasValue(500);
    }
  }
}
