package io.tidegate.lab.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tidegate.lab.client.dns.HostNames;
import io.tidegate.lab.client.dns.HostOverride;
import io.tidegate.testkit.ScriptedServer;
import io.tidegate.testkit.Wait;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What users leave behind, and where they come from. */
class ClientFootprintTest {

  private static final byte[] REPLY =
      "HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 2\r\n\r\nhi".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final Set<String> clients = Collections.synchronizedSet(new HashSet<>());

  ClientFootprintTest() throws IOException {
    listener = new ServerSocket(0, 1_000, InetAddress.getByName("0.0.0.0"));
    Thread.ofVirtual().start(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        clients.add(socket.getInetAddress().getHostAddress());
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException _) {
        return;
      }
    }
  }

  /** Every request comes in one segment here. */
  private static void serve(Socket socket) {
    byte[] request = new byte[8_192];
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      while (in.read(request) > 0) out.write(REPLY);
    } catch (IOException _) {
      // The other side has gone.
    }
  }

  private HttpCall call() throws Exception {
    return HttpCall.of("GET", HttpUrl.parse("http://127.0.0.1:" + listener.getLocalPort() + "/"));
  }

  private static void ask(HttpClient client, HttpCall call, int times) throws Exception {
    for (int i = 0; i < times; i++) assertThat(client.send(call).error()).isNull();
  }

  private static long usedBytes() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static long descriptors() {
    return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getOpenFileDescriptorCount();
  }

  @Test
  void ten_thousand_requests_leave_memory_flat() throws Exception {
    try (Network network = new Network(ClientConfig.DEFAULT);
        HttpClient client = network.client(0)) {
      ask(client, call(), 2_000);
      long before = usedBytes();
      ask(client, call(), 10_000);
      assertThat(usedBytes() - before).isLessThan(1_000_000);
    }
  }

  @Test
  void connections_that_are_over_leave_nothing() throws Exception {
    long before = descriptors();
    try (Network network = new Network(ClientConfig.DEFAULT.withReuse(false));
        HttpClient client = network.client(0)) {
      ask(client, call(), 1_000);
      Wait.until(() -> descriptors() < before + 20);
    }
    try (Network network = new Network(ClientConfig.DEFAULT)) {
      for (int user = 0; user < 100; user++) {
        try (HttpClient client = network.client(user)) {
          ask(client, call(), 2);
        }
      }
      Wait.until(() -> descriptors() < before + 20);
    }
  }

  @Test
  void users_come_from_the_local_addresses_by_turns() throws Exception {
    List<InetAddress> locals = new ArrayList<>();
    for (String address : List.of("127.0.0.2", "127.0.0.3"))
      locals.add(InetAddress.ofLiteral(address));
    try (Network network = new Network(ClientConfig.DEFAULT.from(locals))) {
      for (int user = 0; user < 4; user++) {
        try (HttpClient client = network.client(user)) {
          ask(client, call(), 1);
        }
      }
    }
    assertThat(clients).containsExactlyInAnyOrder("127.0.0.2", "127.0.0.3");
  }

  @Test
  void a_name_leads_where_the_run_says_and_stays_in_the_request() throws Exception {
    try (ScriptedServer server = ScriptedServer.saying("hi");
        Network network =
            new Network(
                ClientConfig.DEFAULT.with(
                    ClientConfig.DEFAULT
                        .names()
                        .with(
                            new HostNames<>(
                                Map.of("*.shop.test", HostOverride.parse(server.address()))))));
        HttpClient client = network.client(0)) {
      HttpReply reply = client.send(HttpCall.of("GET", HttpUrl.parse("http://eu.shop.test/x")));
      assertThat(reply.status()).isEqualTo(200);
      assertThat(server.requests().getFirst()).contains("\r\nHost: eu.shop.test\r\n");
    }
  }

  @Test
  void an_address_that_is_not_ours_is_told_with_its_number() throws Exception {
    try (Network network =
            new Network(ClientConfig.DEFAULT.from(List.of(InetAddress.ofLiteral("192.0.2.1"))));
        HttpClient client = network.client(0)) {
      HttpReply reply = client.send(call());
      assertThat(reply.errorCode()).isEqualTo(1213);
      assertThat(reply.error())
          .isEqualTo("dial: unknown errno 99 error with msg `cannot assign requested address`");
    }
  }
}
