package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process where few files may be open. */
class FewDescriptorsProcessTest {
  private static final int IDLE = 400;

  /** Each takes a block of 4 KiB. */
  private static final int USERS = 600;

  @TempDir private Path folder;
  private final List<Socket> sockets = new ArrayList<>();
  private ServiceProcess service = ServiceProcess.none();

  @AfterEach
  void end() throws Exception {
    for (Socket socket : sockets) socket.close();
    service.kill();
  }

  @Test
  void idle_connections_beyond_the_limit_keep_nobody_from_joining_in_new_segments()
      throws Exception {
    Path data = folder.resolve("data");
    service = ServiceProcess.upWithin("-n 300; export TIDEGATE_STORE_SEGMENT_BYTES=1048576", data);
    assertThat(service.output())
        .containsPattern("connections up to \\d+ at once, by the limit on open files");
    // Found missing once, at a moment without a descriptor, they would be so for good.
    assertThat(service.memoryMaps()).contains("brotli", "zstd");

    Socket asker = connect();
    assertThat(join(asker, 1)).startsWith("HTTP/1.1 20");
    for (int i = 0; i < IDLE; i++) connect();
    awaitTurnedAway();
    for (int user = 2; user <= USERS; user++)
      assertThat(join(asker, user)).as("user " + user).startsWith("HTTP/1.1 20");

    assertThat(data.resolve("journal-00000003.seg")).as("it changed segments").exists();
    assertThat(service.output()).doesNotContain("\tat ", "Too many open files");
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.uri("/").getPort());
    socket.setSoTimeout(20_000);
    sockets.add(socket);
    return socket;
  }

  /** The last ones were one too many: they are told so, and closed. */
  private void awaitTurnedAway() throws IOException {
    Socket last = sockets.getLast();
    try {
      String reply = new String(last.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(reply).contains("503 ", "too-many-connections");
    } catch (SocketException closed) {
      assertThat(closed).hasMessageContaining("reset");
    }
  }

  private static String join(Socket socket, long user) throws IOException {
    String request =
        "POST /api/v1/user/"
            + user
            + "/queue/token/issue HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    return reply(socket.getInputStream());
  }

  private static String reply(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) throw new IOException("closed behind " + text);
      text.append((char) next);
    }
    String length = text.toString().split("(?i)content-length: ", -1)[1].split("\r\n", -1)[0];
    in.readNBytes(Integer.parseInt(length));
    return text.toString();
  }
}
