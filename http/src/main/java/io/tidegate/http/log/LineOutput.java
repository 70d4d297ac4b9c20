package io.tidegate.http.log;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Where whole lines go. Confined to the log's thread. */
interface LineOutput extends Closeable {

  /**
   * The stream to write to now.
   *
   * @param bytes of whole lines that will be written before this is asked again, at least 0
   */
  OutputStream ready(int bytes) throws IOException;

  /** One stream for good. */
  static LineOutput to(OutputStream out) {
    return new LineOutput() {
      @Override
      public OutputStream ready(int bytes) {
        return out;
      }

      @Override
      public void close() throws IOException {
        out.close();
      }
    };
  }
}
