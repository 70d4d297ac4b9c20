package io.tidegate.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.http.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One version in several codings: each made once, each with its own tag. */
class DocumentTest {

  private final LongAdder compressed = new LongAdder();

  private Document document(byte[] body) {
    return new Document(DocumentType.FEED, 1, body, UnaryOperator.identity(), compressed);
  }

  /** Asks, waits if it has to be made first, and asks again. */
  private static Response ask(Document document, @Nullable String accepted) {
    CountDownLatch made = new CountDownLatch(1);
    Response reply = document.answer(accepted, null, made::countDown);
    if (reply != null) return reply;
    await(made);
    return Objects.requireNonNull(document.answer(accepted, null, () -> {}));
  }

  @Test
  void what_takes_long_is_made_aside_and_everyone_who_waits_is_told_once() {
    Document document = document(text());
    int waiting = 50;
    CountDownLatch told = new CountDownLatch(waiting);
    AtomicInteger times = new AtomicInteger();
    int atOnce = 0;
    for (int i = 0; i < waiting; i++) {
      Response now =
          document.answer(
              "br",
              null,
              () -> {
                times.incrementAndGet();
                told.countDown();
              });
      if (now == null) continue;
      atOnce++;
      told.countDown();
    }
    await(told);
    assertThat(times.get() + atOnce).isEqualTo(waiting);
    assertThat(times).hasPositiveValue();
    assertThat(compressed.sum()).isEqualTo(1);
    assertThat(document.answer("br", null, () -> {})).isNotNull();
  }

  @Test
  void where_too_many_are_being_made_it_is_sent_plain_and_made_for_who_asks_later() {
    int versions = 60;
    byte[] large =
        "The tide comes in and the tide goes out. ".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    CountDownLatch told = new CountDownLatch(versions);
    List<Document> plain = new ArrayList<>();
    for (int i = 0; i < versions; i++) {
      Document document = document(large);
      Response now = document.answer("br", null, told::countDown);
      if (now == null) continue;
      assertThat(now).isSameAs(ask(document, null));
      plain.add(document);
      told.countDown();
    }
    await(told);
    assertThat(plain).isNotEmpty();
    assertThat(ask(plain.getFirst(), "br")).isNotSameAs(ask(plain.getFirst(), null));
  }

  @Test
  void what_is_quick_is_made_at_once() {
    Document quick =
        new Document(DocumentType.SEATS, 1, text(), UnaryOperator.identity(), compressed);
    assertThat(quick.answer("br", null, () -> {})).isNotNull();
  }

  private static byte[] text() {
    return "The tide comes in and the tide goes out. ".repeat(100).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(1).nextBytes(noise);
    return noise;
  }

  @Test
  void each_coding_is_made_once_however_many_ask_at_once() throws Exception {
    Document document = document(text());
    String[] headers = {"br", "zstd", "gzip"};
    Set<Response> replies = ConcurrentHashMap.newKeySet();
    CountDownLatch start = new CountDownLatch(1);
    Thread[] threads = new Thread[12];
    for (int t = 0; t < threads.length; t++) {
      String header = headers[t % headers.length];
      threads[t] =
          Thread.ofPlatform()
              .start(() -> {
                await(start);
                for (int i = 0; i < 1_000; i++) replies.add(ask(document, header));
              });
    }
    start.countDown();
    for (Thread thread : threads) thread.join();
    assertThat(replies).hasSize(headers.length);
    assertThat(compressed.sum()).isEqualTo(headers.length);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_coding_that_nobody_asks_for_is_never_made() {
    Document document = document(text());
    ask(document, null);
    ask(document, "identity");
    assertThat(compressed.sum()).isZero();
    ask(document, "gzip");
    assertThat(compressed.sum()).isEqualTo(1);
  }

  @Test
  void what_no_coding_makes_smaller_is_sent_plain_and_tried_once() {
    Document document = document(noise(5_000));
    Response plain = ask(document, null);
    for (int i = 0; i < 3; i++) assertThat(ask(document, "gzip")).isSameAs(plain);
    assertThat(compressed.sum()).isEqualTo(1);
    assertThat(ask(document, "gzip, identity;q=0")).isNotSameAs(plain);
    assertThat(compressed.sum()).isEqualTo(1);
  }

  @Test
  void a_small_one_is_compressed_only_for_who_refuses_it_plain() {
    Document document = document("{\"state\":\"open\"}".getBytes(StandardCharsets.UTF_8));
    Response plain = ask(document, null);
    assertThat(ask(document, "gzip, br, zstd")).isSameAs(plain);
    assertThat(compressed.sum()).isZero();
    assertThat(ask(document, "gzip, *;q=0")).isNotSameAs(plain);
  }

  @Test
  void a_library_that_cannot_be_loaded_is_gone_without() {
    assertThat(
            ContentCoding.loads(
                ContentCoding.ZSTD,
                () -> {
                  throw new UnsatisfiedLinkError("not for this machine");
                }))
        .isFalse();
    assertThat(ContentCoding.loads(ContentCoding.BR, () -> false)).isFalse();
    assertThat(ContentCoding.loads(ContentCoding.BR, () -> true)).isTrue();
    assertThat(ContentCoding.THERE)
        .contains(ContentCoding.GZIP)
        .doesNotContain(ContentCoding.PLAIN);
  }
}
