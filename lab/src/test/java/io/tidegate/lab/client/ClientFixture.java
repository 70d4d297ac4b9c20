package io.tidegate.lab.client;

import io.tidegate.lab.client.fault.Fault;
import io.tidegate.testkit.ScriptedServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;

/** A client of one user that ends with its test, and how to ask a scripted server. */
abstract class ClientFixture {

  final Network network = new Network(ClientConfig.DEFAULT);
  final HttpClient client = network.client(0);

  @AfterEach
  void close() {
    client.close();
    network.close();
  }

  static HttpUrl url(ScriptedServer server, String path) throws Fault {
    return HttpUrl.parse("http://" + server.address() + path);
  }

  HttpReply get(ScriptedServer server) throws Exception {
    return client.send(HttpCall.of("GET", url(server, "/")));
  }

  static String text(HttpReply reply) {
    byte[] body = reply.body();
    return body == null ? "(none)" : new String(body, StandardCharsets.UTF_8);
  }
}
