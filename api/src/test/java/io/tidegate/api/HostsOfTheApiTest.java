package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.server.Hosts;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page of any service can make its own name lead to this machine (DNS rebinding), and its browser
 * then takes the service for a part of that service. It cannot hide its name.
 */
@Timeout(60)
class HostsOfTheApiTest {

  @TempDir Path folder;

  @Test
  void a_page_whose_name_leads_here_speaks_for_nobody() throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.api = plan.api.hosts(Hosts.loopbackAnd(List.of("shop.example")));
    try (ServiceFixture service = new ServiceFixture(folder, plan);
        RawClient client = service.connect()) {
      ask(client, "/api/v1/pay/query", "evil.example").is(problem(ProblemType.MISDIRECTED));
      ask(client, "http://evil.example/api/v1/pay/query", "evil.example")
          .is(problem(ProblemType.MISDIRECTED));
      ask(client, "/nothing", "evil.example").is(problem(ProblemType.MISDIRECTED));
      ask(client, "/api/v1/pay/query", "localhost:" + service.server.port()).is(200);
      ask(client, "/api/v1/pay/query", "shop.example").is(200);
      ask(client, "http://shop.example/api/v1/pay/query", "shop.example").is(200);
      ask(client, "http://shop.example/api/v1/pay/query", "localhost")
          .is(problem(ProblemType.MALFORMED));
    }
  }

  private static Reply ask(RawClient client, String target, String host) throws Exception {
    client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nX-User-Id: 7\r\n\r\n");
    return client.reply();
  }
}
