package io.tidegate.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.cluster.wire.Frame.EndRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets a link, and who does not. */
class HandshakeTest {

  private static final LinkSecret OTHER = new LinkSecret(RecordTest.secret(8));
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Heard there = new Heard();
  private LinkServer server;

  @BeforeEach
  void open() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = LinkServer.open(any, LinkTest.SECRET, LinkTest.CONFIG, there);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Link connect(LinkSecret secret, Heard here) throws IOException {
    return LinkClient.connect("127.0.0.1:" + server.port(), secret, LinkTest.CONFIG, here, SOON);
  }

  private void passes() throws Exception {
    try (Link link = connect(LinkTest.SECRET, new Heard())) {
      int before = there.frames().size();
      link.send(new EndRequest(1));
      there.await(() -> there.frames().size() > before);
    }
  }

  @Test
  void who_has_another_secret_is_told_so_and_gets_no_link() throws Exception {
    assertThatThrownBy(() -> connect(OTHER, new Heard()))
        .isInstanceOf(LinkRefusedException.class)
        .hasMessageEndingWith("the server refuses: the secret of the cluster is another one there");
    there.await(() -> server.refusals() == 1);
    assertThat(server.links()).isZero();
    passes();
  }

  @Test
  void a_server_that_does_not_know_the_secret_gets_no_link() throws Exception {
    try (ServerSocket liar = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            try (Socket socket = liar.accept()) {
              byte[] hello = hello();
              socket.getOutputStream().write(hello);
              socket.getInputStream().readNBytes(Handshake.CLIENT_BYTES);
              socket.getOutputStream().write(new byte[Handshake.ACCEPT_BYTES]);
              socket.getInputStream().read();
            } catch (IOException _) {
              // the client has closed it
            }
          });
      assertThatThrownBy(() ->
              LinkClient.connect(
                  "127.0.0.1:" + liar.getLocalPort(),
                  LinkTest.SECRET,
                  LinkTest.CONFIG,
                  new Heard(),
                  SOON))
          .isInstanceOf(LinkRefusedException.class)
          .hasMessageEndingWith("the server does not know the secret of the cluster");
    }
  }

  /** The real server's hello, as anybody can get it. */
  private byte[] hello() throws IOException {
    try (Socket socket = LinkTest.stranger(server)) {
      return socket.getInputStream().readNBytes(Handshake.SERVER_HELLO_BYTES);
    }
  }

  @Test
  void what_a_client_proved_once_proves_nothing_again() throws Exception {
    List<byte[]> heard = new CopyOnWriteArrayList<>();
    try (CutProxy proxy =
        new CutProxy(
            server.port(),
            (from, to) -> {
              byte[] client = from.readNBytes(Handshake.CLIENT_BYTES);
              heard.add(client);
              to.write(client);
              from.transferTo(to);
            })) {
      LinkClient.connect(proxy.address(), LinkTest.SECRET, LinkTest.CONFIG, new Heard(), SOON)
          .close();
    }
    try (Socket again = LinkTest.stranger(server)) {
      again.getInputStream().readNBytes(Handshake.SERVER_HELLO_BYTES);
      again.getOutputStream().write(heard.getFirst());
      assertThat(again.getInputStream().read()).as("refused").isEqualTo(1);
    }
  }

  @Test
  void a_hello_sent_back_proves_nothing() throws Exception {
    try (Socket socket = LinkTest.stranger(server)) {
      byte[] hello = socket.getInputStream().readNBytes(Handshake.SERVER_HELLO_BYTES);
      socket.getOutputStream().write(Arrays.copyOf(hello, Handshake.CLIENT_BYTES));
      assertThat(socket.getInputStream().read()).as("refused").isEqualTo(1);
    }
    there.await(() -> server.refusals() == 1);
    passes();
  }

  @Test
  void an_altered_handshake_makes_no_link() throws Exception {
    int[] alter = new int[1];
    try (CutProxy proxy =
        new CutProxy(
            server.port(),
            (from, to) -> {
              byte[] client = from.readNBytes(Handshake.CLIENT_BYTES);
              client[alter[0]] ^= 4;
              to.write(client);
              from.transferTo(to);
            })) {
      for (int at = 0; at < Handshake.CLIENT_BYTES; at += 5) {
        alter[0] = at;
        assertThatThrownBy(() ->
                LinkClient.connect(
                    proxy.address(), LinkTest.SECRET, LinkTest.CONFIG, new Heard(), SOON))
            .as("byte %d", at)
            .isInstanceOf(IOException.class);
      }
    }
    assertThat(server.links()).isZero();
  }

  @Test
  void what_does_not_speak_the_protocol_is_closed() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 30; i++) {
      byte[] noise = new byte[random.nextInt(1, 400)];
      random.nextBytes(noise);
      try (Socket socket = LinkTest.stranger(server)) {
        socket.getOutputStream().write(noise);
        socket.shutdownOutput();
        drain(socket);
      }
    }
    there.await(() -> server.strangers() == 0);
    assertThat(server.links()).isZero();
    passes();
  }

  private static void drain(Socket socket) {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException _) {
      // closed with bytes unread: as good as an end
    }
  }

  @Test
  void slow_and_silent_strangers_are_closed_in_time_and_keep_nobody_out() throws Exception {
    List<Socket> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < 20; i++) strangers.add(LinkTest.stranger(server));
      passes();
      assertThat(server.strangers()).isLessThanOrEqualTo(LinkTest.CONFIG.strangersMost());
      Socket slow = LinkTest.stranger(server);
      strangers.add(slow);
      long startNs = System.nanoTime();
      byte[] begin = Arrays.copyOf("tidegatelink".getBytes(StandardCharsets.US_ASCII), 100);
      CountDownLatch closed = new CountDownLatch(1);
      Thread.ofVirtual().start(() -> drip(slow, begin, closed));
      closed.await();
      long tookMs = Duration.ofNanos(System.nanoTime() - startNs).toMillis();
      assertThat(tookMs).isLessThan(10 * LinkTest.CONFIG.handshake().toMillis());
      there.await(() -> server.strangers() == 0);
    } finally {
      for (Socket stranger : strangers) stranger.close();
    }
  }

  /** A byte every 20 ms, until the other side closes. */
  private static void drip(Socket socket, byte[] bytes, CountDownLatch closed) {
    try {
      InputStream in = socket.getInputStream();
      in.readNBytes(Handshake.SERVER_HELLO_BYTES);
      socket.setSoTimeout(20);
      for (byte one : bytes) {
        socket.getOutputStream().write(one);
        try {
          if (in.read() < 0) break;
        } catch (SocketTimeoutException _) {
          // not yet
        }
      }
    } catch (IOException _) {
      // closed
    } finally {
      closed.countDown();
    }
  }

  @Test
  void a_server_takes_no_more_links_than_it_may_have() throws Exception {
    List<Link> links = new ArrayList<>();
    try {
      for (int i = 0; i < LinkTest.CONFIG.linksMost(); i++)
        links.add(connect(LinkTest.SECRET, new Heard()));
      assertThatThrownBy(() -> connect(LinkTest.SECRET, new Heard()))
          .hasMessageEndingWith("the server refuses: the server has as many links as it may have");
      links.removeLast().close();
      there.await(() -> server.links() < LinkTest.CONFIG.linksMost());
      links.add(connect(LinkTest.SECRET, new Heard()));
    } finally {
      links.forEach(Link::close);
    }
  }

  @Test
  void what_is_said_over_a_link_cannot_be_read_on_the_way() throws Exception {
    List<byte[]> records = new CopyOnWriteArrayList<>();
    try (CutProxy proxy =
        new CutProxy(
            server.port(),
            (from, to) -> {
              CutProxy.handshake(from, to);
              while (true) {
                byte[] record = CutProxy.record(from);
                records.add(record);
                to.write(record);
              }
            })) {
      Link link =
          LinkClient.connect(proxy.address(), LinkTest.SECRET, LinkTest.CONFIG, new Heard(), SOON);
      for (int i = 0; i < 20; i++) link.send(new EndRequest(0x7465737474657374L));
      there.await(() -> there.frames().size() == 20);
      link.close();
    }
    for (byte[] record : records)
      assertThat(new String(record, StandardCharsets.ISO_8859_1)).doesNotContain("testtest");
  }

  @Test
  void the_secret_is_made_once_for_its_owner_alone(@TempDir Path folder) throws Exception {
    LinkSecret made = LinkSecret.in(folder);
    Path file = folder.resolve("cluster.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(LinkSecret.in(folder).proof()).isEqualTo(made.proof());
    assertThat(made.proof()).isNotEqualTo(made.session());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> LinkSecret.in(folder))
        .hasMessageEndingWith("must be readable by its owner alone: chmod 600");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "c2hvcnQ");
    assertThatThrownBy(() -> LinkSecret.in(folder))
        .hasMessageContaining("32 to 1,024 bytes, not 5");
    Files.writeString(file, "%%%");
    assertThatThrownBy(() -> LinkSecret.in(folder)).isInstanceOf(IOException.class);
  }

  @Test
  void a_group_may_read_the_secret_only_where_root_gave_it_to_the_group() {
    assertThat(LinkSecret.allowed(0, "?")).contains(PosixFilePermission.GROUP_READ);
    assertThat(LinkSecret.allowed(0, "?"))
        .doesNotContain(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_READ);
    assertThat(LinkSecret.allowed(0, "root")).doesNotContain(PosixFilePermission.GROUP_READ);
    assertThat(LinkSecret.allowed(10_001, "?")).doesNotContain(PosixFilePermission.GROUP_READ);
  }

  /** RFC 7748, 6.1: so that the curve is the one everybody means. */
  @Test
  void halves_are_written_as_the_standard_has_them() throws Exception {
    var pair = Keys.pair();
    var other = Keys.pair();
    assertThat(Keys.agree(pair.getPrivate(), Keys.half(other)))
        .isEqualTo(Keys.agree(other.getPrivate(), Keys.half(pair)))
        .hasSize(32);
    assertThatThrownBy(() -> Keys.agree(pair.getPrivate(), new byte[32]))
        .as("a half that leads to no secret")
        .isInstanceOf(GeneralSecurityException.class);
  }
}
