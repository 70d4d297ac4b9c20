package io.tidegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.buffer.PooledByteBufAllocator;
import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ServiceUnderTest;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of streams and a hundred thousand polls of one status: all are told in time, memory
 * stays, and others are served meanwhile. The bounds are generous, since server and clients share
 * the test's processors; {@code ./tidegate bench status} has the figures.
 */
class StreamCrowdTest {

  private static final int STREAMS = 5_000;
  private static final int POLLERS = 100;
  private static final int POLLS = 100_000;
  private static final int FACTS = 40;
  private static final Duration FACT_EVERY = Duration.ofMillis(100);
  private static final int PIPELINED = 50;

  /** By a stream, on both sides of it: the client is in this process too. */
  private static final long HEAP_BYTES_MAX = 16 * 1024;

  private static final long STEADY_BYTES_MAX = 16 << 20;
  private static final Duration AGE_MAX = Duration.ofMillis(3_600);

  private final AtomicLongArray factNs = new AtomicLongArray(FACTS + 2);

  @Test
  @Timeout(120)
  void five_thousand_streams_and_a_hundred_thousand_polls_are_told_in_time(@TempDir Path folder)
      throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.http =
        HttpConfig.DEFAULT
            .at("127.0.0.1", 0)
            .loops(2)
            .limits(20_000, 8_192)
            .streams(STREAMS, Duration.ofSeconds(15));
    try (ServiceFixture service = new ServiceFixture(folder, plan)) {
      service.roomSale(service.room("default", 2, 10));
      int count = Math.min(STREAMS, descriptors() / 2 - 500);
      long before = heapBytes();
      try (StreamCrowd crowd =
          new StreamCrowd(
              service.server.port(),
              ServiceUnderTest.API + "/rooms/default/events",
              count,
              factNs)) {
        Wait.until(() -> crowd.told(0) == count);
        long begun = heapBytes();
        assertThat((begun - before) / count).as("bytes a stream").isLessThan(HEAP_BYTES_MAX);
        tellAll(service, crowd, count);
        assertThat(heapBytes() - begun).as("more after all").isLessThan(STEADY_BYTES_MAX);
        assertThat(PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory()).isLessThan(64 << 20);
        service.server.stop(Duration.ofSeconds(30));
        Wait.until(() -> crowd.ended.get() == count);
      }
    }
  }

  /** Facts, polls and others' requests at the same time; then all streams know the last fact. */
  private void tellAll(ServiceFixture service, StreamCrowd crowd, int count) throws Exception {
    AtomicLong changed = new AtomicLong();
    CompletableFuture<Void> polls = CompletableFuture.runAsync(() -> pollAll(service, changed));
    long longestNs = 0;
    for (int number = 1; number <= FACTS; number++) {
      longestNs = Math.max(longestNs, fact(service, number));
      long dueNs = factNs.get(number) + FACT_EVERY.toNanos();
      Wait.until(() -> System.nanoTime() >= dueNs);
    }
    polls.join();
    Wait.until(() -> crowd.told(FACTS) == count);
    assertThat(changed.get()).as("polls that were told something new").isBetween(2L, 5_000L);
    assertThat(longestNs).as("another's wait").isLessThan(Duration.ofSeconds(2).toNanos());
    assertThat(crowd.events.get()).isGreaterThan(4L * count);
    long[] ages = crowd.agesNs.stream().mapToLong(Long::longValue).sorted().toArray();
    assertThat(Duration.ofNanos(ages[ages.length * 99 / 100])).isLessThan(AGE_MAX);
  }

  /** Somebody joins; returns how long that took, over HTTP. */
  private long fact(ServiceFixture service, int number) {
    long beginNs = System.nanoTime();
    service.post("/user/" + number + "/queue/token/issue").is(200);
    factNs.set(number, System.nanoTime());
    return System.nanoTime() - beginNs;
  }

  /** As many polls as there are pollers in a crowd, over connections that they share. */
  private static void pollAll(ServiceFixture service, AtomicLong changed) {
    RawClient[] clients = new RawClient[POLLERS];
    String[] tags = new String[POLLERS];
    Arrays.fill(tags, "\"none\"");
    try {
      for (int i = 0; i < POLLERS; i++) clients[i] = service.connect();
      for (int done = 0; done < POLLS; done += POLLERS * PIPELINED) {
        for (int i = 0; i < POLLERS; i++) clients[i].send(poll(tags[i]).repeat(PIPELINED));
        for (int i = 0; i < POLLERS; i++) tags[i] = answers(clients[i], tags[i], changed);
      }
      for (RawClient client : clients) client.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String poll(String tag) {
    String path = ServiceUnderTest.API + "/rooms/default/status";
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\nIf-None-Match: " + tag + "\r\n\r\n";
  }

  private static String answers(RawClient client, String tag, AtomicLong changed)
      throws IOException {
    String last = tag;
    for (int i = 0; i < PIPELINED; i++) {
      Reply reply = client.reply();
      assertThat(reply.status()).isIn(200, 304);
      if (reply.status() == 200 && !reply.header("ETag").equals(last)) changed.incrementAndGet();
      last = reply.header("ETag");
    }
    return last;
  }

  private static int descriptors() {
    long max =
        ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
            .getMaxFileDescriptorCount();
    return (int) Math.min(max, 1_000_000);
  }

  private static long heapBytes() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
