package io.tidegate.lab.imports;

import io.tidegate.lab.recording.RunRecord;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A run as somebody has it: the folder that the lab left, or a file of another tool. */
public final class MeasuredRun {

  private static final int HEAD_BYTES = 8_192;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;
  private static final int BUFFER_BYTES = 1 << 16;

  private MeasuredRun() {}

  /**
   * Reads one. What a file is follows from its content, not from its name; it may be a gzip file.
   * Its size does not matter for memory, but for the number of its different names and metrics,
   * which are bounded.
   *
   * @throws IOException if it cannot be read, or is nothing of the kind; the message is for whoever
   *     named it
   */
  public static RunRecord read(Path path) throws IOException {
    if (!Files.exists(path)) throw new IOException("there is no " + path);
    if (!Files.isRegularFile(path)) return RunRecord.read(path);
    try (InputStream content = content(path)) {
      byte[] head = head(content);
      ForeignFormat format = ForeignFormat.of(new String(head, StandardCharsets.UTF_8));
      if (format == null)
        throw new IOException(
            path + " is neither k6's JSON or CSV, nor JMeter's JTL, nor nGrinder's CSV");
      ImportedSamples samples = new ImportedSamples(format.tool(), format.unknown());
      read(format, content, samples);
      return samples.record(path.toString(), Files.size(path));
    }
  }

  private static InputStream content(Path path) throws IOException {
    InputStream file = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
    file.mark(2);
    boolean zipped = file.read() == GZIP_FIRST && file.read() == GZIP_SECOND;
    file.reset();
    InputStream content = zipped ? new GZIPInputStream(file, BUFFER_BYTES) : file;
    return new BufferedInputStream(content, BUFFER_BYTES);
  }

  private static byte[] head(InputStream content) throws IOException {
    content.mark(HEAD_BYTES);
    byte[] head = new byte[HEAD_BYTES];
    int length = 0;
    try {
      int more = content.read(head);
      for (; more > 0; more = content.read(head, length, HEAD_BYTES - length)) length += more;
    } catch (EOFException | ZipException _) {
      // zipped and cut off: what comes before that is there
    }
    content.reset();
    return Arrays.copyOf(head, length);
  }

  private static void read(ForeignFormat format, InputStream content, ImportedSamples samples)
      throws IOException {
    try {
      if (format == ForeignFormat.JTL_XML) {
        JtlXml.read(content, samples);
        return;
      }
      Lines lines = new Lines(new InputStreamReader(content, StandardCharsets.UTF_8));
      switch (format) {
        case K6_JSON -> K6Json.read(lines, samples);
        case K6_CSV -> K6Csv.read(new CsvRecords(lines, ','), samples);
        case JTL_CSV -> JtlCsv.read(lines, samples);
        default -> NGrinderCsv.read(new CsvRecords(lines, ','), samples);
      }
    } catch (EOFException | ZipException _) {
      samples.cutOff();
    }
  }
}
