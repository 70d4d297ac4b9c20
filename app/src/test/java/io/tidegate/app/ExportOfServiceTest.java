package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exports of a service in a process of its own: under load, after it, and after a kill. */
class ExportOfServiceTest {

  @TempDir private Path folder;
  private ServiceProcess service = ServiceProcess.none();

  @AfterEach
  void end() throws InterruptedException {
    service.kill();
  }

  @Test
  void an_export_of_a_running_service_equals_the_audit() throws Exception {
    Path data = folder.resolve("data");
    service = ServiceProcess.up(data);
    AtomicLong issued = new AtomicLong();
    try (TicketCrowd crowd = new TicketCrowd(service)) {
      crowd.start(2);
      Thread buyers = Thread.ofPlatform().name("buyers").start(() -> buy(issued, crowd));
      for (int look = 0; look < 2; look++) {
        long before = issued.get();
        Path file = folder.resolve("load-" + look + ".sqlite");
        ServiceProcess export = export(data, "--sqlite", file.toString());
        assertThat(export.output()).contains("claims").contains("as it was behind record");
        try (ExportedFigures figures = new ExportedFigures(file)) {
          figures.assertWhole();
          // What was answered before the export began is on the disk, and so in it.
          assertThat(figures.number("SELECT issued FROM offers WHERE id = 1"))
              .isGreaterThanOrEqualTo(before);
        }
      }
      crowd.stop();
      buyers.join();
      assertThat(crowd.refused()).isEmpty();
    }
    assertThat(issued.get()).isPositive();
    Path file = folder.resolve("after.sqlite");
    ExportedFigures.assertSameAsAudit(data, file);
    service.kill();
    ExportedFigures.assertSameAsAudit(data, file);
    try (ExportedFigures figures = new ExportedFigures(file)) {
      assertThat(figures.number("SELECT issued FROM offers WHERE id = 1")).isEqualTo(issued.get());
      assertThat(figures.number("SELECT count(*) FROM tickets")).isPositive();
    }
  }

  /** Coupons, each durable once it is answered, until the crowd has gone home. */
  private void buy(AtomicLong issued, TicketCrowd crowd) {
    for (long user = 1; !crowd.isOver(); user++)
      if (service.coupon(user).status() == 201) issued.incrementAndGet();
  }

  @Test
  void the_command_says_in_one_line_what_is_in_the_way() throws Exception {
    Path there = Files.writeString(folder.resolve("there"), "x");
    ServiceProcess none = run(folder.resolve("none"), "--sqlite", there.toString());
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.complaints()).singleElement().asString().contains("is there already");
    none = run(folder.resolve("none"), "--csv", folder.resolve("out").toString());
    assertThat(none.exitCode()).isEqualTo(1);
    assertThat(none.complaints()).singleElement().asString().contains("not a Tidegate data folder");
    assertThat(run(folder.resolve("none")).exitCode()).as("no target").isEqualTo(2);
    none = run(folder.resolve("none"), "--sqlite", "-");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.output()).contains("- is no place for an export");
    assertThat(Path.of("-")).doesNotExist();
  }

  private static ServiceProcess export(Path data, String... more) throws Exception {
    ServiceProcess export = run(data, more);
    assertThat(export.exitCode()).as(export.output()).isZero();
    return export;
  }

  private static ServiceProcess run(Path data, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("export", "--data", data.toString()));
    arguments.addAll(List.of(more));
    return ServiceProcess.run(arguments.toArray(String[]::new));
  }
}
