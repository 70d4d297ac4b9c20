package io.tidegate.api.docs;

import static io.tidegate.api.fixture.ServiceFixture.problem;

import io.tidegate.api.call.Operation;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.Router;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.RawClient;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DocsPagesTest {

  /** Documents whose names cannot be listed, which every page needs for its links. */
  private static final class BrokenDocuments extends TreeMap<String, String> {

    private static final long serialVersionUID = 1;

    BrokenDocuments() {
      putAll(Map.of("ko.md", "# 문서", "one.md", "# One"));
    }

    @Override
    public Set<String> keySet() {
      throw new IllegalStateException("cannot be listed");
    }
  }

  @Test
  void a_page_that_cannot_be_made_is_an_internal_error_and_not_silence() throws Exception {
    Router.Builder routes = Router.builder();
    for (Operation each : new DocsPages(new BrokenDocuments()).operations())
      routes.get(each.path(), each, each.queries().toArray(String[]::new));
    HttpConfig config = HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(1);
    try (HttpServer server = HttpServer.start(config, routes.build(), ServerObserver.NONE);
        RawClient client = new RawClient(server.port())) {
      client
          .ask("GET", "/docs/one.md", "", "Accept", "text/html")
          .is(problem(ProblemType.INTERNAL));
    }
  }
}
