package io.tidegate.lab.output;

import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.SampleBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Every sample in a file, compressed where its name ends with {@code .gz}; {@code -} is standard
 * output.
 */
final class FileOutput implements Output {

  private static final Path STDOUT = Path.of("-");
  private static final int BUFFER_BYTES = 1 << 16;
  private static final Duration CLOSE_MAX = Duration.ofSeconds(60);
  private static final Duration HELD_UP_WORTH_TELLING = Duration.ofSeconds(1);

  private final String kind;
  private final Path file;
  private final SampleEncoder encoder;
  private final OutputContext context;
  private final SampleQueue queue;
  private @Nullable OutputStream out;
  private final AtomicLong unwritten = new AtomicLong();

  FileOutput(String kind, Path file, SampleEncoder encoder, OutputContext context) {
    this.kind = kind;
    this.file = file;
    this.encoder = encoder;
    this.context = context;
    queue = new SampleQueue(kind, true, CLOSE_MAX, this::write);
  }

  @Override
  public String description() {
    return kind + " (" + file + ")";
  }

  @Override
  public boolean takesSamples() {
    return true;
  }

  @Override
  public void start(MetricStore store) throws OutputException {
    try {
      OutputStream to = open();
      encoder.begin(to);
      out = to;
    } catch (IOException e) {
      throw new OutputException(
          "the file " + file + " of the output " + kind + " cannot be made: " + FileFaults.why(e));
    }
    queue.start();
    store.onSamples(queue);
  }

  private OutputStream open() throws IOException {
    if (file.equals(STDOUT)) return new BufferedOutputStream(context.stdout(), BUFFER_BYTES);
    OutputStream raw = Files.newOutputStream(file);
    boolean compressed = file.toString().endsWith(".gz");
    return new BufferedOutputStream(
        compressed ? new GZIPOutputStream(raw, BUFFER_BYTES) : raw, BUFFER_BYTES);
  }

  private void write(List<SampleBatch> batches) {
    for (SampleBatch batch : batches) {
      OutputStream to = out;
      if (to == null) {
        unwritten.addAndGet(batch.size());
        continue;
      }
      try {
        encoder.write(batch, to);
        to.flush(); // what was measured can be read when the run dies
      } catch (IOException e) {
        failed(e);
        unwritten.addAndGet(batch.size());
      }
    }
  }

  private void failed(IOException e) {
    out = null;
    context
        .warnings()
        .accept(description() + " cannot be written, and ends here: " + FileFaults.why(e));
  }

  @Override
  public void close() {
    queue.close();
    OutputStream to = out;
    try {
      if (to != null && file.equals(STDOUT)) to.flush();
      else if (to != null) to.close();
    } catch (IOException e) {
      failed(e);
    }
    long lost = unwritten.get() + queue.lost();
    if (lost > 0) context.warnings().accept("%s lacks %,d samples".formatted(description(), lost));
    if (queue.heldUp().compareTo(HELD_UP_WORTH_TELLING) > 0)
      context
          .warnings()
          .accept(
              "%s was too slow: users waited for it for %d s in all"
                  .formatted(description(), queue.heldUp().toSeconds()));
  }
}
