package io.tidegate.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidegate.bench.Setting;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleRunTest {
  @TempDir private Path folder;

  @Test
  void a_sale_that_forgets_at_a_kill_is_clean_before_it_and_found_out_after_it()
      throws IOException, InterruptedException {
    try (Forgetful subject = new Forgetful()) {
      Setting setting = new Setting(folder, folder, 0, true, 1, _ -> {});
      ScaleResult result = ScaleRun.of(setting, subject);

      assertThat(result.undisturbed().isClean()).as("%s", result.undisturbed()).isTrue();
      assertThat(result.undisturbed().yes()).isEqualTo((int) result.undisturbed().units());
      assertThat(result.claimsPerSecond()).isPositive();
      assertThat(result.rowsPerSecond()).isPositive();
      assertThat(result.atRate().failed()).isZero();
      assertThat(result.killed()).hasSize(1);
      SaleAudit killed = result.killed().getFirst().audit();
      assertThat(killed.yesAbsent()).isEqualTo(Forgetful.FORGETS);
      assertThat(killed.oversold()).isEqualTo(Forgetful.FORGETS);
      assertThat(killed.unsold()).isZero();
    }
  }

  /**
   * Sells from memory, and forgets its last claims when it is killed, as an asynchronous replica
   * does.
   */
  private static final class Forgetful implements ScaleSubject {
    static final int FORGETS = 7;

    /** Few enough a second that the sales of the test are small. */
    private static final long TAKES_NS = 500_000;

    private final HttpServer server;
    private final List<Issued> rows = new ArrayList<>();
    private long units;

    Forgetful() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::answer);
      server.start();
    }

    /** On the server's one thread. */
    private synchronized void answer(HttpExchange exchange) throws IOException {
      long endNs = System.nanoTime() + TAKES_NS;
      while (System.nanoTime() < endNs) Thread.onSpinWait();
      long user = Long.parseLong(exchange.getRequestURI().getPath().substring(1));
      boolean sold = rows.size() < units;
      if (sold)
        rows.add(new Issued(user, TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis())));
      byte[] body = {'x'};
      exchange.sendResponseHeaders(sold ? 201 : 409, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }

    @Override
    public String name() {
      return "forgetful";
    }

    @Override
    public String yesMeans() {
      return "nothing";
    }

    @Override
    public List<Integer> ports() {
      return List.of(server.getAddress().getPort());
    }

    @Override
    public String claim(long offer) {
      return "POST /%s HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"
          .formatted(RequestTemplate.USER);
    }

    @Override
    public synchronized void open(long offer, long total) {
      rows.clear();
      units = total;
    }

    @Override
    public long backlog() {
      return 0;
    }

    @Override
    public synchronized List<Issued> issued(long offer) {
      return List.copyOf(rows);
    }

    @Override
    public Map<Part, Usage> usage() {
      return Map.of(Part.SERVICE, Usage.ofThisProcess());
    }

    @Override
    public List<Kill> kills() {
      return List.of(
          new Kill() {
            @Override
            public String name() {
              return "memory";
            }

            @Override
            public void kill() {
              synchronized (Forgetful.this) {
                for (int i = 0; i < FORGETS; i++) rows.removeLast();
              }
            }

            @Override
            public void recover() {}
          });
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
