package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real process, killed while somebody is inside, and away for longer than a visit lasts. */
@Timeout(180)
class OutageOfRealServiceTest {

  private static final long VISIT_SECONDS = 6;
  private static final long DOWN_SECONDS = 9;

  @TempDir private Path data;

  @Test
  void who_was_inside_is_inside_after_downtime_that_is_longer_than_a_visit() throws Exception {
    String ticket;
    ServiceProcess service = ServiceProcess.up(data);
    try (TicketCrowd crowd = new TicketCrowd(service)) {
      service.admin("PATCH", "/rooms/1", "{\"insideSeconds\":" + VISIT_SECONDS + "}").is(200);
      ticket = crowd.join(7).ticket();
      assertThat(crowd.look(ticket)).isEqualTo(200);
    } finally {
      service.kill();
    }
    TimeUnit.SECONDS.sleep(DOWN_SECONDS);
    service = ServiceProcess.up(data);
    try (TicketCrowd crowd = new TicketCrowd(service)) {
      assertThat(crowd.look(ticket)).isEqualTo(200);
      assertThat(service.send("GET", "/readyz?verbose", "").text())
          .matches("\\{\"status\":\"ready\",\"clockDistanceMs\":-?\\d,.*");
      long fromNs = System.nanoTime();
      while (crowd.look(ticket) == 200) {
        assertThat(System.nanoTime() - fromNs).isLessThan(60_000_000_000L);
        TimeUnit.MILLISECONDS.sleep(50);
      }
    } finally {
      service.terminate();
    }
    AuditReport report = Auditor.audit(data);
    assertThat(report.breaches()).isEmpty();
    assertThat(report.ledger().term()).isEqualTo(2);
    assertThat(report.ledger().outageMs()).isGreaterThan(DOWN_SECONDS * 1_000 - 1_000);
  }
}
