package io.tidegate.app.keys;

import io.tidegate.app.config.FileLook;
import io.tidegate.engine.ticket.TicketCodec;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a codec sign and check with the keys that are in the file. The thread {@code signing-keys}
 * looks at the time, size and identity of the file twice a second, and reads it when one of them
 * has changed. While the file cannot be read as keys, the earlier keys stay in force; the reason is
 * logged once, and reading is tried again each time, since the reason may lie outside the file.
 */
public final class SigningKeyWatcher implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeyWatcher.class);
  private static final Duration EVERY = Duration.ofMillis(500);

  private final SigningKeyFile file;
  private final TicketCodec tickets;
  private final Thread thread;
  private SigningKeyRing inForce;
  private @Nullable FileLook seen;
  private String complaint = "";

  /** Not begun: somebody else calls {@link #look}. */
  SigningKeyWatcher(SigningKeyFile file, SigningKeyRing inForce, TicketCodec tickets) {
    this.file = file;
    this.tickets = tickets;
    this.inForce = inForce;
    thread = Thread.ofPlatform().daemon().name("signing-keys").unstarted(this::run);
  }

  /**
   * Begins to watch.
   *
   * @param inForce the keys that the codec has
   */
  public static SigningKeyWatcher start(
      SigningKeyFile file, SigningKeyRing inForce, TicketCodec tickets) {
    SigningKeyWatcher watch = new SigningKeyWatcher(file, inForce, tickets);
    watch.thread.start();
    return watch;
  }

  private void run() {
    try {
      // The first look finds the file new: it may have changed between its reading and this.
      for (; ; Thread.sleep(EVERY)) look();
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  /** Reads the file if it is another than was read last. One thread at a time. */
  void look() {
    // Before the reading: what changes during it is another look next time.
    FileLook look = FileLook.at(file.path());
    if (Objects.equals(look, seen)) return;
    try {
      SigningKeyRing found = file.read();
      if (!found.equals(inForce)) takeUp(found);
      seen = look;
      complaint = "";
    } catch (IOException | RuntimeException e) {
      complain(String.valueOf(e.getMessage()));
    }
  }

  private void complain(String why) {
    if (!why.equals(complaint)) LOG.error("{}; the keys before it stay in force", why);
    complaint = why;
  }

  private void takeUp(SigningKeyRing found) {
    tickets.use(found.signingKeys());
    inForce = found;
    LOG.info(
        "{}: key {} signs tickets now, {} older ones check",
        file.path(),
        found.current().id(),
        found.keys().size() - 1);
  }

  /** Ends it; the keys stay as they are. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
