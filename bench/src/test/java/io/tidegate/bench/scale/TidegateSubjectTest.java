package io.tidegate.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.bench.Setting;
import io.tidegate.bench.load.OpenLoop;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.scale.SaleRecords.Told;
import io.tidegate.bench.scale.ScaleSubject.Issued;
import io.tidegate.bench.scale.ScaleSubject.Kill;
import io.tidegate.bench.scale.ScaleSubject.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TidegateSubjectTest {
  private static final int UNITS = 40;
  private static final int USERS = 60;

  /** The program as it is on this test's class path. */
  private static final List<String> SERVE =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseCompactObjectHeaders",
          "-Xmx256m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1", // starts sooner, and has no time to get warm anyway
          "-cp",
          System.getProperty("java.class.path"),
          "io.tidegate.app.Main",
          "serve");

  @TempDir private Path folder;

  @Test
  void a_sale_behind_the_gate_is_clean_before_and_after_its_leader_was_killed()
      throws IOException, InterruptedException {
    Setting setting = new Setting(folder, folder, 0, true, 1, _ -> {});
    try (Database database =
            Database.start(folder.resolve("postgres"), folder.resolve("programs"));
        TidegateSubject subject =
            TidegateSubject.start(TidegateMode.GATE, setting, database, SERVE)) {
      long beforeUs = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
      sellOut(subject, 1);
      assertThat(subject.issued(1))
          .extracting(Issued::committedUs)
          .allMatch(us -> us >= beforeUs - 1_000_000);
      Map<Part, Usage> usage = subject.usage();
      assertThat(usage).containsOnlyKeys(Part.LEADER, Part.FOLLOWERS, Part.GATE, Part.DATABASE);
      assertThat(usage.values()).allMatch(one -> one.cpuNs() > 0);

      Kill kill = subject.kills().getFirst();
      kill.prepare();
      kill.kill();
      kill.recover();
      assertThat(kill.secondsAway().orElseThrow()).isPositive();
      sellOut(subject, 2);
    }
  }

  private static void sellOut(TidegateSubject subject, long offer)
      throws IOException, InterruptedException {
    SaleRecords records = new SaleRecords(100_000_000_000L + offer * 1_000, USERS);
    subject.open(offer, UNITS);
    AtomicInteger next = new AtomicInteger();
    SaleLoad load = new SaleLoad(records, subject.claim(offer), next::getAndIncrement, USERS);
    OpenLoop.run(subject.ports(), load, load, 8, OpenLoop.UNPACED, 20, subject.yesStatus());

    List<Long> rows = subject.issued(offer).stream().map(Issued::user).toList();
    SaleAudit audit = SaleAudit.of(UNITS, rows, records);
    assertThat(rows).hasSize(UNITS);
    assertThat(subject.rows(offer)).isEqualTo(UNITS);
    assertThat(audit.yes()).isEqualTo(UNITS);
    assertThat(records.count(Told.NO)).isEqualTo(USERS - UNITS);
    assertThat(audit.isClean()).as("%s", audit).isTrue();
  }
}
