package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.export.Export;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data folder as the last program of format version 1 left it, killed in the middle of a sale: a
 * room that drew, holds, a call and a visit that were alive, a snapshot.
 */
class Version1Test {
  private static final long LAST_MS = 1_800_000_055_927L;
  private static final long RECORDS = 357;

  @TempDir Path folder;

  private Path data;

  @BeforeEach
  void unpack() throws Exception {
    data = Files.createDirectory(folder.resolve("data"));
    try (InputStream file = Version1Test.class.getResourceAsStream("version-1.zip");
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
        Files.copy(zip, data.resolve(entry.getName()));
    }
  }

  @Test
  void it_is_audited_and_exported_as_it_is() throws Exception {
    AuditReport report = Auditor.audit(data);
    assertThat(report.breaches()).isEmpty();
    assertThat(report.journal().lastSequence()).isEqualTo(RECORDS);
    assertThat(report.snapshots()).singleElement().satisfies(s -> assertThat(s.problem()).isNull());
    assertThat(Export.toSqlite(data, folder.resolve("v1.sqlite"), false).end().sequence())
        .isEqualTo(RECORDS);
  }

  @Test
  void it_is_carried_on_and_stays_sound() throws Exception {
    byte[] old = Files.readAllBytes(data.resolve("journal-00000001.seg"));
    try (RandomCrowd crowd = new RandomCrowd(data, 1, LAST_MS)) {
      assertThat(crowd.state().rooms().get(1).inside()).isPositive();
      crowd.act(100);
    }
    assertThat(Files.readAllBytes(data.resolve("journal-00000001.seg"))).isEqualTo(old);
    assertThat(Files.readAllBytes(data.resolve("journal-00000002.seg"))[11]).isEqualTo((byte) 2);

    AuditReport report = Auditor.audit(data);
    assertThat(report.breaches()).isEmpty();
    assertThat(report.journal().lastSequence()).isGreaterThan(RECORDS + 50);
    assertThat(report.journal().cleanStop()).isTrue();
    assertThat(Export.toSqlite(data, folder.resolve("v2.sqlite"), false).end().sequence())
        .isEqualTo(report.journal().lastSequence());
  }
}
