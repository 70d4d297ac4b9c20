package io.tidegate.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.app.config.Config;
import io.tidegate.app.config.ConfigLoader;
import io.tidegate.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** By which names a service that believes its caller is asked. */
@Timeout(60)
class HostsOfTheServiceTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, '', localhost:8081, 200",
    "127.0.0.1, '', evil.example, 421",
    "localhost, '', evil.example, 421",
    "127.0.0.1, shop.example, shop.example, 200",
    "127.0.0.1, shop.example, 127.0.0.1, 200",
    "127.0.0.1, shop.example, evil.example, 421",
    "0.0.0.0, '', anything.example, 200",
    "0.0.0.0, shop.example, anything.example, 421",
    "0.0.0.0, 'shop.example,10.0.0.7', 10.0.0.7:8081, 200"
  })
  void on_the_loopback_address_it_answers_for_this_machine_and_what_is_configured(
      String address, String hosts, String asked, int status) throws Exception {
    Map<String, String> variables = new HashMap<>();
    variables.put("TIDEGATE_SERVICE_HOST", address);
    variables.put("TIDEGATE_SERVICE_PORT", "0");
    variables.put("TIDEGATE_SERVICE_GATE_PORT", "none");
    variables.put("TIDEGATE_SERVICE_DATA", folder.resolve("data").toString());
    if (!hosts.isEmpty()) variables.put("TIDEGATE_SERVICE_HOSTS", hosts);
    Service service =
        Service.start(ConfigLoader.load(Config.DEFAULT, null, variables, Map.of()), false);
    try {
      assertThat(ask(service.port(), asked)).isEqualTo(status);
    } finally {
      service.stop();
    }
  }

  private static int ask(int port, String host) throws IOException {
    try (RawClient client = new RawClient(port)) {
      String request = "GET /api/v1/pay/query HTTP/1.1\r\nX-User-Id: 1\r\nHost: ";
      return client.send(request + host + "\r\n\r\n").reply().status();
    }
  }
}
