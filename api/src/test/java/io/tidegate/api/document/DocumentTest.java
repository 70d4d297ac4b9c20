package io.tidegate.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.http.Response;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** One version in several codings: each made once, each with its own tag. */
class DocumentTest {

  private final LongAdder compressed = new LongAdder();

  private Document document(byte[] body) {
    return new Document(Kind.FEED, 1, body, UnaryOperator.identity(), compressed);
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
                for (int i = 0; i < 1_000; i++) replies.add(document.answer(header, null));
              });
    }
    start.countDown();
    for (Thread thread : threads) thread.join();
    assertThat(replies).hasSize(headers.length);
    assertThat(compressed.sum()).isEqualTo(headers.length);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_coding_that_nobody_asks_for_is_never_made() {
    Document document = document(text());
    document.answer(null, null);
    document.answer("identity", null);
    assertThat(compressed.sum()).isZero();
    document.answer("gzip", null);
    assertThat(compressed.sum()).isEqualTo(1);
  }

  @Test
  void what_no_coding_makes_smaller_is_sent_plain_and_tried_once() {
    Document document = document(noise(5_000));
    Response plain = document.answer(null, null);
    for (int i = 0; i < 3; i++) assertThat(document.answer("gzip", null)).isSameAs(plain);
    assertThat(compressed.sum()).isEqualTo(1);
    assertThat(document.answer("gzip, identity;q=0", null)).isNotSameAs(plain);
    assertThat(compressed.sum()).isEqualTo(1);
  }

  @Test
  void a_small_one_is_compressed_only_for_who_refuses_it_plain() {
    Document document = document("{\"state\":\"open\"}".getBytes(StandardCharsets.UTF_8));
    Response plain = document.answer(null, null);
    assertThat(document.answer("gzip, br, zstd", null)).isSameAs(plain);
    assertThat(compressed.sum()).isZero();
    assertThat(document.answer("gzip, *;q=0", null)).isNotSameAs(plain);
  }

  @Test
  void a_library_that_cannot_be_loaded_is_gone_without() {
    assertThat(
            Coding.loads(
                Coding.ZSTD,
                () -> {
                  throw new UnsatisfiedLinkError("not for this machine");
                }))
        .isFalse();
    assertThat(Coding.loads(Coding.BR, () -> false)).isFalse();
    assertThat(Coding.loads(Coding.BR, () -> true)).isTrue();
    assertThat(Coding.THERE).contains(Coding.GZIP).doesNotContain(Coding.PLAIN);
  }
}
