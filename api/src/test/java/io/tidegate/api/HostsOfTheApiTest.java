package io.tidegate.api;

import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.server.Hosts;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A page of any site can make its own name lead to this machine (DNS rebinding), and its browser
 * then takes the service for a part of that site. It cannot hide its name.
 */
@Timeout(60)
class HostsOfTheApiTest {

  @TempDir Path folder;

  @Test
  void a_page_whose_name_leads_here_speaks_for_nobody() throws Exception {
    Site.Plan plan = new Site.Plan();
    plan.api = plan.api.hosts(Hosts.loopbackAnd(List.of("shop.example")));
    try (Site site = new Site(folder, plan);
        Wire wire = site.wire()) {
      ask(wire, "/api/v1/pay/query", "evil.example").is(ProblemType.MISDIRECTED);
      ask(wire, "http://evil.example/api/v1/pay/query", "evil.example").is(ProblemType.MISDIRECTED);
      ask(wire, "/nothing", "evil.example").is(ProblemType.MISDIRECTED);
      ask(wire, "/api/v1/pay/query", "localhost:" + site.server.port()).is(200);
      ask(wire, "/api/v1/pay/query", "shop.example").is(200);
      ask(wire, "http://shop.example/api/v1/pay/query", "shop.example").is(200);
      ask(wire, "http://shop.example/api/v1/pay/query", "localhost").is(ProblemType.MALFORMED);
    }
  }

  private static Reply ask(Wire wire, String target, String host) throws Exception {
    wire.write("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nX-User-Id: 7\r\n\r\n");
    return wire.read(host);
  }
}
