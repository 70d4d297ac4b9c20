package io.tidegate.app.outbox;

import io.tidegate.outbox.LogSource;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import java.io.IOException;

/** A log that instances share, as relays read it. Any thread. */
public final class HomeSource implements LogSource {
  private final Log log;

  /** Reads that log. */
  public HomeSource(Log log) {
    this.log = log;
  }

  @Override
  public String realm() {
    return log.identity().toString();
  }

  @Override
  public long end() throws IOException {
    return log.end().sequence();
  }

  @Override
  public LogReader behind(long sequence) throws IOException {
    LogPosition position = log.position(sequence);
    if (position == null) throw new IOException("the log has no record " + sequence);
    return log.read(position);
  }
}
