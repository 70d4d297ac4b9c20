package io.tidegate.lab.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingServerTest {

  @TempDir static Path folder;
  private static RecordingServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new RecordingServer(SelfSigned.in(folder));
  }

  @BeforeEach
  void forget() throws IOException {
    server.forget();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static RawClient client() throws IOException {
    return new RawClient(Integer.parseInt(server.base().replaceFirst(".*:", "")));
  }

  @Test
  void it_keeps_the_order_and_the_case_of_headers() throws IOException {
    try (RawClient client = client()) {
      client.send(
          "GET /echo?a=b c HTTP/1.1\r\nx-LOWER: 1\r\nHost: h\r\nX-Twice: 2\r\nX-Twice: 3\r\n\r\n");
      assertThat(client.reply().is(200).object()).containsEntry("path", "/echo");
    }
    SeenRequest seen = server.seen().getFirst();
    assertThat(seen.target()).isEqualTo("/echo?a=b c");
    assertThat(seen.headers())
        .extracting(SeenRequest.Header::toString)
        .containsExactly("x-LOWER: 1", "Host: h", "X-Twice: 2", "X-Twice: 3");
  }

  @Test
  void it_keeps_a_body_whether_it_has_a_length_or_comes_in_chunks() throws IOException {
    try (RawClient client = client()) {
      client.send("POST /echo HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
      client.reply().is(200);
      client.send(
          "POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n");
      client.reply().is(200);
    }
    assertThat(server.seen()).extracting(SeenRequest::text).containsExactly("abc", "def");
  }

  @Test
  void it_counts_the_connections_that_requests_came_over() throws IOException {
    for (int i = 0; i < 2; i++) {
      try (RawClient client = client()) {
        client.get("/echo").reply().is(200);
        client.get("/bytes/100").reply().is(200);
      }
    }
    assertThat(server.connections()).isEqualTo(2);
    server.forget();
    assertThat(server.connections()).isZero();
    assertThat(server.seen()).isEmpty();
  }

  @Test
  void it_says_what_it_saw() throws IOException {
    try (RawClient client = client()) {
      client.ask("PUT", "/status/418", "{}").is(418);
      Reply seen = client.get("/seen").reply().is(200);
      assertThat(seen.array()).hasSize(1);
      assertThat(seen.array().getFirst())
          .containsEntry("method", "PUT")
          .containsEntry("target", "/status/418")
          .containsEntry("body", "{}");
    }
  }

  @Test
  void a_websocket_gets_back_what_it_sends_and_its_frames_are_recorded() throws IOException {
    try (RawClient client = client()) {
      client.send(
          "GET /ws/echo HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
      client.readUntil(
          "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"); // RFC 6455 §1.3
      client.send(new byte[] {(byte) 0x81, (byte) 0x82, 1, 2, 3, 4, 'h' ^ 1, 'i' ^ 2});
      client.readUntil("hi");
    }
    assertThat(server.seen().getLast().method()).isEqualTo("WS text");
    assertThat(server.seen().getLast().text()).isEqualTo("hi");
  }
}
