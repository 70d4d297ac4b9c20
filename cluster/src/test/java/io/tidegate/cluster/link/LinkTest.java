package io.tidegate.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.cluster.wire.Frame;
import io.tidegate.cluster.wire.Frame.EndRequest;
import io.tidegate.cluster.wire.Frame.HandOver;
import io.tidegate.cluster.wire.Frame.Records;
import io.tidegate.cluster.wire.RandomValues;
import io.tidegate.store.codec.RecordText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links over real sockets. */
class LinkTest {

  static final LinkSecret SECRET = new LinkSecret(RecordTest.secret(7));
  static final LinkConfig CONFIG =
      new LinkConfig(
          Duration.ofMillis(50),
          Duration.ofMillis(400),
          Duration.ofMillis(400),
          Duration.ofMillis(600),
          4,
          3,
          1_000,
          64 << 20);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Heard there = new Heard();
  private final Heard here = new Heard();
  private LinkServer server;

  @BeforeEach
  void open() throws IOException {
    server = server(there);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static LinkServer server(Link.Receiver receiver) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return LinkServer.open(any, SECRET, CONFIG, receiver);
  }

  private String address() {
    return "127.0.0.1:" + server.port();
  }

  private Link connect(String address) throws IOException {
    return LinkClient.connect(address, SECRET, CONFIG, here, SOON);
  }

  @Test
  void every_frame_goes_both_ways_as_it_was() throws Exception {
    List<String> sent = new ArrayList<>();
    try (Link link = connect(address())) {
      for (Class<?> kind : RandomValues.kinds(Frame.class)) {
        if (kind == Frame.Ping.class || kind == Frame.Pong.class) continue;
        Frame frame = (Frame) new RandomValues(3).of(kind);
        sent.add(RecordText.text(frame));
        assertThat(link.send(frame)).isTrue();
        assertThat(there.link().send(frame)).isTrue();
      }
      there.await(() -> there.frames().size() == sent.size());
      here.await(() -> here.frames().size() == sent.size());
      assertThat(there.frames()).map(RecordText::text).isEqualTo(sent);
      assertThat(here.frames()).map(RecordText::text).isEqualTo(sent);
    }
    assertThat(here.end()).isEqualTo("closed here");
    assertThat(there.end()).isNotEmpty();
    assertThat(here.ends()).isEqualTo(1);
    there.await(() -> server.links() == 0);
  }

  @Test
  void the_longest_frame_passes_and_a_longer_one_is_refused_where_it_is_sent() throws Exception {
    byte[] longest = new byte[16 << 20];
    new SplittableRandom(1).nextBytes(longest);
    try (Link link = connect(address())) {
      assertThat(link.send(new EndRequest(1))).isTrue();
      assertThat(link.send(new Records(List.of(longest)))).isTrue();
      assertThat(link.send(new EndRequest(2))).isTrue();
      there.await(() -> there.frames().size() == 3);
      assertThat(((Records) there.frames().get(1)).records().getFirst()).isEqualTo(longest);
      Records more = new Records(List.of(longest, new byte[1 << 17]));
      assertThatThrownBy(() -> link.send(more)).isInstanceOf(IllegalArgumentException.class);
      assertThat(link.hasEnded()).isFalse();
    }
  }

  @Test
  void frames_of_many_threads_arrive_each_once_and_in_the_order_of_each() throws Exception {
    int threads = 8;
    int each = 5_000;
    try (Link link = connect(address())) {
      CountDownLatch done = new CountDownLatch(threads);
      for (int t = 0; t < threads; t++) {
        long first = (long) t * each;
        Thread.ofVirtual()
            .start(() -> {
              for (int i = 0; i < each; )
                if (link.send(new HandOver(first + i))) i++;
                else LockSupport.parkNanos(50_000);
              done.countDown();
            });
      }
      done.await();
      there.await(() -> there.frames().size() == threads * each);
      long[] next = LongStream.range(0, threads).map(t -> t * each).toArray();
      for (Frame frame : there.frames()) {
        long number = ((HandOver) frame).op();
        assertThat(number).isEqualTo(next[(int) (number / each)]++);
      }
      assertThat(link.stats().recordsOut()).isLessThan(link.stats().framesOut());
    }
  }

  @Test
  void what_waits_is_sent_before_a_link_finishes() throws Exception {
    Link link = connect(address());
    for (int i = 0; i < 500; i++) link.send(new HandOver(i));
    link.finish();
    assertThat(link.send(new HandOver(500))).isFalse();
    assertThat(there.end()).isEqualTo("the other side ended it");
    assertThat(there.frames()).hasSize(500);
    here.end();
  }

  @Test
  void an_idle_link_stays_and_tells_how_long_the_way_is() throws Exception {
    try (Link link = connect(address())) {
      here.await(() -> link.stats().framesIn() >= 20 && link.stats().roundTripNs() >= 0);
      assertThat(link.hasEnded()).isFalse();
      assertThat(here.frames()).isEmpty();
    }
  }

  @Test
  void a_side_that_falls_silent_is_given_up() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (CutProxy proxy =
        new CutProxy(
            server.port(),
            (from, to) -> {
              CutProxy.handshake(from, to);
              waitFor(over);
            })) {
      connect(proxy.address());
      assertThat(there.end()).isEqualTo("nothing came for 400 ms");
      over.countDown();
      here.end();
    }
  }

  @Test
  void a_side_that_reads_nothing_fills_the_outbox_and_is_given_up() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    try (LinkServer other = server((_, _) -> waitFor(stuck))) {
      Link link = connect("127.0.0.1:" + other.port());
      Records big = new Records(List.of(new byte[1 << 20]));
      int sent = 0;
      while (link.send(big)) if (++sent > 1_000) throw new AssertionError("no bound");
      assertThat(link.stats().refused()).isPositive();
      assertThat(here.end()).startsWith("the other side has read nothing for ");
      stuck.countDown();
    }
  }

  @Test
  void an_output_that_is_closed_alone_ends_the_link() throws Exception {
    try (Socket socket = stranger(server)) {
      Handshake.introduce(socket, SECRET, SOON);
      socket.shutdownOutput();
      assertThat(there.end()).isEqualTo("the other side ended it");
      socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // ends too
    }
    there.await(() -> server.links() == 0);
  }

  @Test
  void both_ends_learn_that_a_server_was_closed() throws Exception {
    connect(address());
    there.link();
    server.close();
    here.end();
    assertThat(there.end()).isEqualTo("closed here");
    assertThatThrownBy(() -> connect(address())).isInstanceOf(IOException.class);
  }

  @Test
  void a_receiver_that_fails_loses_its_link_and_no_other() throws Exception {
    Heard failing =
        new Heard() {
          @Override
          public synchronized void received(Link from, Frame frame) {
            if (frame instanceof HandOver) throw new IllegalStateException("a test");
            super.received(from, frame);
          }
        };
    try (LinkServer other = server(failing);
        Link good =
            LinkClient.connect("127.0.0.1:" + other.port(), SECRET, CONFIG, new Heard(), SOON)) {
      connect("127.0.0.1:" + other.port()).send(new HandOver(1));
      assertThat(failing.end()).isEqualTo("a failure here");
      here.end();
      good.send(new EndRequest(1));
      failing.await(() -> failing.frames().size() == 1);
    }
  }

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  /** Whatever is done to the bytes on their way, what arrives is a beginning of what was sent. */
  @ParameterizedTest
  @MethodSource("seeds")
  void what_arrives_is_a_beginning_of_what_was_sent(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    int before = random.nextInt(6);
    int what = random.nextInt(7);
    CutProxy.Carrier carrier =
        (from, to) -> {
          CutProxy.handshake(from, to);
          for (int i = 0; i < before; i++) to.write(CutProxy.record(from));
          byte[] record = CutProxy.record(from);
          switch (what) {
            case 0 -> to.write(record, 0, random.nextInt(record.length)); // cut
            case 1 -> { // altered
              record[random.nextInt(record.length)] ^= (byte) (1 << random.nextInt(8));
              to.write(record);
            }
            case 2 -> { // repeated
              to.write(record);
              to.write(record);
            }
            case 3 -> { // moved
              to.write(CutProxy.record(from));
              to.write(record);
            }
            case 4 -> to.write(CutProxy.record(from)); // left out
            case 5 -> to.write(new byte[] {127, -1, -1, -1, 0}); // a huge length
            default -> { // bytes of somebody else
              byte[] noise = new byte[random.nextInt(1, 500)];
              random.nextBytes(noise);
              to.write(noise);
            }
          }
          from.transferTo(to);
        };
    List<String> sent = new ArrayList<>();
    try (CutProxy proxy = new CutProxy(server.port(), carrier)) {
      Link link = connect(proxy.address());
      there.link();
      for (int i = 0; i < 100; i++) {
        Frame frame = i % 10 == 0 ? new Records(List.of(new byte[20_000])) : new HandOver(i);
        sent.add(RecordText.text(frame));
        if (!link.send(frame)) break;
        if (i % 7 == 0) LockSupport.parkNanos(10_000);
      }
      there.end();
      here.end();
    }
    List<String> arrived = there.frames().stream().map(RecordText::text).toList();
    assertThat(sent.subList(0, arrived.size())).isEqualTo(arrived);
  }

  static void waitFor(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void an_address_that_is_none_is_refused() {
    for (String address : List.of("", "host", ":1", "host:port", "host:70000"))
      assertThatThrownBy(() -> connect(address))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("host:port");
    assertThatThrownBy(() -> connect("127.0.0.1:" + closedPort())).isInstanceOf(IOException.class);
  }

  private static int closedPort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  static Socket stranger(LinkServer server) throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }
}
