package io.tidegate.lab.imports;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.List;

/** JMeter's JTL as CSV: a sample a line, with or without a line that names the columns. */
final class JtlCsv {

  /** Those that JMeter writes unless told otherwise. */
  private static final String USUAL =
      "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,"
          + "bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect";

  private JtlCsv() {}

  static void read(Lines lines, ImportedSamples to) throws IOException {
    String first = lines.next();
    if (first == null) return;
    char separator = separator(first);
    boolean named = first.contains("elapsed");
    String head = named ? first : USUAL;
    CsvColumns columns =
        new CsvColumns(List.of(head.split(named ? String.valueOf(separator) : ",", -1)));
    CsvRecords records = new CsvRecords(lines, separator, named ? null : first);
    for (CsvRecords.Fields one = records.next(); one != null; one = records.next()) {
      List<String> fields = one.fields();
      try {
        if (fields == null || fields.size() < 2) throw new IllegalArgumentException("too short");
        JtlSample.add(name -> columns.text(fields, name), name -> columns.number(fields, name), to);
      } catch (DateTimeException | IllegalArgumentException _) {
        to.broken(one.line());
      }
    }
  }

  private static char separator(String line) {
    for (char c : new char[] {',', ';', '\t'}) if (line.indexOf(c) >= 0) return c;
    return ',';
  }
}
