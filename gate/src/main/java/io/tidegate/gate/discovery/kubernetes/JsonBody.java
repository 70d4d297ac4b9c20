package io.tidegate.gate.discovery.kubernetes;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;

/**
 * The body of a reply, as JSON: one value, or several one after another as they come. It ends in
 * time: what has been silent for too long, or does not come to its end, is broken off. Blocks; for
 * one thread.
 */
final class JsonBody implements AutoCloseable {

  private static final int TEXT_MOST = 512 * 1024;
  private static final int NESTING_MOST = 64;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(TEXT_MOST)
                  .maxNestingDepth(NESTING_MOST)
                  .build())
          .build();

  /** Reads one value. */
  @FunctionalInterface
  interface Reader<T> {
    /** Null if there is none any more. */
    @Nullable T read(JsonParser json) throws MalformedException;
  }

  private final InputStream body;
  private final Thread deadline;
  private volatile boolean late;
  private @Nullable JsonParser json;

  /**
   * @param most by when all of it must have been read
   */
  JsonBody(InputStream body, Duration most) {
    this.body = body;
    deadline = Thread.ofVirtual().name("kubernetes-deadline").start(() -> breakOff(most));
  }

  private void breakOff(Duration after) {
    try {
      Thread.sleep(after);
      late = true;
      body.close();
    } catch (InterruptedException | IOException _) {
      // It has been read, or is as good as closed.
    }
  }

  /**
   * Reads the next value.
   *
   * @throws MalformedException if it is not what it must be
   * @throws IOException if the connection broke, or it was not there in time
   */
  <T> @Nullable T read(Reader<T> reader) throws IOException {
    try {
      // Made here, since making it waits for the first bytes.
      if (json == null) json = JSON.createParser(ObjectReadContext.empty(), body);
      return reader.read(json);
    } catch (JacksonException e) {
      if (late) throw new IOException("what the API server says does not end in time", e);
      if (e instanceof JacksonIOException || e instanceof UnexpectedEndOfInputException)
        throw new IOException("the connection to the API server broke off", e);
      throw new MalformedException("no JSON: " + e.getOriginalMessage());
    }
  }

  @Override
  public void close() throws IOException {
    deadline.interrupt();
    body.close();
  }
}
