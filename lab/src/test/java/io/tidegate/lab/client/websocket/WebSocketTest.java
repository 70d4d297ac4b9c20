package io.tidegate.lab.client.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContextBuilder;
import io.tidegate.http.tls.CertificateFiles;
import io.tidegate.http.tls.DevCertificate;
import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.tls.Pem;
import io.tidegate.lab.client.tls.TlsConfig;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Netty's server, which is not ours. */
@Timeout(60)
class WebSocketTest {

  @TempDir private Path folder;
  private final EchoServer server = new EchoServer(null);
  private final Network network = new Network(ClientConfig.DEFAULT);
  private final HttpClient client = network.client(0);

  @AfterEach
  void close() {
    client.close();
    network.close();
    server.close();
  }

  private Handshake.Result.Open open(boolean deflates, RequestHeaders headers) throws Exception {
    return (Handshake.Result.Open)
        Handshake.open(
            client,
            Handshake.url("ws://127.0.0.1:" + server.port() + "/"),
            headers,
            deflates,
            Duration.ofSeconds(20));
  }

  private WebSocket open(boolean deflates) throws Exception {
    return open(deflates, new RequestHeaders()).socket();
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void messages_of_every_length_come_back_as_they_were(boolean deflates) throws Exception {
    try (WebSocket socket = open(deflates)) {
      for (int length : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, 300_000}) {
        byte[] bytes = random(length);
        socket.send(bytes);
        Incoming.Binary back = (Incoming.Binary) socket.receive();
        assertThat(back.bytes()).isEqualTo(bytes);
        String text = "각 ".repeat(length / 4);
        socket.send(text);
        assertThat(socket.receive()).isEqualTo(new Incoming.Text(text));
      }
      long sent = socket.sentBytes();
      socket.send("a".repeat(100_000));
      socket.receive();
      assertThat(socket.sentBytes() - sent < 10_000).isEqualTo(deflates);
      assertThat(socket.receivedBytes()).isPositive();
    }
  }

  @Test
  void a_ping_is_answered_and_one_of_ours_gets_its_answer() throws Exception {
    try (WebSocket socket = open(false)) {
      socket.send("ping me");
      assertThat(socket.receive()).isEqualTo(new Incoming.Ping());
      assertThat(socket.receive()).isEqualTo(new Incoming.Text("ping me"));
      socket.ping("7");
      assertThat(socket.receive()).isEqualTo(new Incoming.Pong("7"));
    }
  }

  @Test
  void a_close_says_why_to_either_side() throws Exception {
    try (WebSocket socket = open(false)) {
      socket.close(3001, "é".repeat(100));
      assertThatThrownBy(() -> socket.send("more"))
          .isInstanceOf(IOException.class)
          .hasMessage("websocket: close sent");
      assertThat(((Incoming.Closed) socket.receive()).code()).isEqualTo(3001);
      assertThat(server.closes.getFirst()).startsWith("3001 é");
    }
    try (WebSocket socket = open(false)) {
      socket.send("close me");
      assertThat(socket.receive()).isEqualTo(new Incoming.Closed(4000, "why"));
      Wait.until(() -> server.closes.contains("4000 "));
    }
  }

  @Test
  void a_subprotocol_is_agreed_on_and_others_may_not_be_written_into_the_handshake()
      throws Exception {
    RequestHeaders headers = new RequestHeaders().add("Sec-Websocket-Protocol", "other, chat");
    try (WebSocket socket = open(false, headers).socket()) {
      socket.send("x");
      assertThat(socket.receive()).isEqualTo(new Incoming.Text("x"));
    }
    assertThat(open(false, headers).reply().headers().first("Sec-WebSocket-Protocol"))
        .isEqualTo("chat");
    RequestHeaders forbidden = new RequestHeaders().add("Sec-Websocket-Key", "x");
    assertThatThrownBy(() -> open(false, forbidden))
        .isInstanceOf(Fault.class)
        .hasMessage("websocket: duplicate header not allowed: Sec-Websocket-Key");
  }

  @Test
  void over_tls_one_thread_receives_while_another_sends() throws Exception {
    CertificateFiles files = DevCertificate.in(folder, "localhost");
    var tls =
        SslContextBuilder.forServer(files.certificate().toFile(), files.key().toFile()).build();
    TlsConfig trusting =
        TlsConfig.DEFAULT.trusting(Pem.certificates(Files.readString(files.certificate())));
    try (EchoServer secure = new EchoServer(tls);
        Network over = new Network(ClientConfig.DEFAULT.with(trusting));
        HttpClient user = over.client(0)) {
      Handshake.Result result =
          Handshake.open(
              user,
              Handshake.url("wss://localhost:" + secure.port() + "/"),
              new RequestHeaders(),
              true,
              Duration.ofSeconds(20));
      WebSocket socket = ((Handshake.Result.Open) result).socket();
      List<String> sent = new ArrayList<>();
      for (int i = 0; i < 500; i++) sent.add(i + "x".repeat(i * 7 % 3_000));
      CompletableFuture<List<String>> received =
          CompletableFuture.supplyAsync(() -> texts(socket, sent.size()));
      for (String text : sent) socket.send(text);
      assertThat(received.get()).isEqualTo(sent);
      socket.close();
    }
  }

  private static List<String> texts(WebSocket from, int count) {
    List<String> texts = new ArrayList<>();
    try {
      while (texts.size() < count) texts.add(((Incoming.Text) from.receive()).text());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return texts;
  }

  @Test
  void whoever_waits_for_a_message_can_be_interrupted() throws Exception {
    try (WebSocket socket = open(false)) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  end.complete(new AssertionError(socket.receive().toString()));
                } catch (InterruptedException e) {
                  end.complete(e);
                }
              });
      Wait.until(() -> thread.getState() == Thread.State.WAITING);
      thread.interrupt();
      assertThat(end.get()).isInstanceOf(InterruptedException.class);
    }
  }
}
