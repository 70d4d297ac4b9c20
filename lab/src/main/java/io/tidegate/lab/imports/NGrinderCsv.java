package io.tidegate.lab.imports;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.TagSet;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * nGrinder's CSV: a line an interval, with the figures of all tests and, where there are several,
 * of each behind its description.
 */
final class NGrinderCsv {

  private static final String MEAN = "Mean_Test_Time_(ms)";
  private static final String FIRST_BYTE = "Mean_time_to_first_byte";

  private final CsvColumns columns;
  private final List<Integer> descriptions = new ArrayList<>();
  private final ImportedSamples to;

  private NGrinderCsv(List<String> head, ImportedSamples to) {
    columns = new CsvColumns(head);
    this.to = to;
    for (int i = 0; i < head.size(); i++)
      if (head.get(i).strip().equals("Description")) descriptions.add(i);
  }

  static void read(CsvRecords records, ImportedSamples to) throws IOException {
    CsvRecords.Fields head = records.next();
    if (head == null || head.fields() == null) return;
    NGrinderCsv reader = new NGrinderCsv(head.fields(), to);
    for (CsvRecords.Fields one = records.next(); one != null; one = records.next()) {
      List<String> fields = one.fields();
      try {
        if (fields == null || fields.size() < 3) throw new IllegalArgumentException("too short");
        reader.interval(fields);
      } catch (DateTimeException | IllegalArgumentException _) {
        to.broken(one.line());
      }
    }
  }

  private void interval(List<String> fields) {
    long atMs = JtlTime.epochMs(columns.text(fields, "DateTime"));
    if (columns.text(fields, "Tests").isEmpty()) throw new IllegalArgumentException("no tests");
    double users = columns.number(fields, "vuser");
    if (descriptions.isEmpty()) test("all tests", "", fields, atMs);
    for (int i = 0; i < descriptions.size(); i++) {
      int place = descriptions.get(i);
      String name = place < fields.size() ? fields.get(place) : "";
      test(name.isBlank() ? "test " + (i + 1) : name.strip(), suffix(i), fields, atMs);
    }
    if (users <= 0) return;
    to.add(to.builtin().vus, TagSet.EMPTY, users, atMs);
    to.add(to.builtin().vusMax, TagSet.EMPTY, users, atMs);
  }

  /** Releases differ in whether tests are counted from 0 or 1. */
  private String suffix(int index) {
    return "-" + (columns.has("Tests-0") ? index : index + 1);
  }

  private void test(String name, String suffix, List<String> fields, long atMs) {
    BuiltinMetrics metrics = to.builtin();
    long passed = Math.round(columns.number(fields, "Tests" + suffix));
    long failed = Math.round(columns.number(fields, "Errors" + suffix));
    double meanMs = columns.number(fields, MEAN + suffix);
    double firstByteMs = columns.number(fields, FIRST_BYTE + suffix);
    TagSet tags = TagSet.of(Map.of("name", name));
    long all = passed + failed;
    to.add(metrics.httpReqs, tags, all, (double) all, atMs);
    to.add(metrics.httpReqFailed, tags, all, (double) failed, atMs);
    if (passed == 0) return;
    to.add(metrics.httpReqDuration, tags, passed, passed * meanMs, atMs);
    if (firstByteMs > 0) to.add(metrics.httpReqWaiting, tags, passed, passed * firstByteMs, atMs);
  }
}
