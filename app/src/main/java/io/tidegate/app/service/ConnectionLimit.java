package io.tidegate.app.service;

import com.sun.management.UnixOperatingSystemMXBean;
import io.tidegate.http.server.HttpConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;

/**
 * How many connections there may be at once at each door. Each connection takes a descriptor, and
 * the store needs descriptors too: if the next segment of the journal cannot be opened, nothing can
 * be written any more. So connections get what remains of the limit on open files, after the files
 * that are open and those that are kept for the store.
 *
 * @param most how many connections there may be
 * @param wanted the configured number; 0 for as many as possible
 * @param limit how many files this process may have open; 0 if that is not known
 */
public record ConnectionLimit(int most, int wanted, long limit) {

  /**
   * For segments, snapshots, folders, key files and logs in the making, and for what is accepted at
   * once.
   */
  static final int KEPT = 64;

  /** Of the rest, the part that is for those who are told that there are too many. */
  private static final int TURNED_AWAY_PART = 5;

  /** What an idle connection costs on the heap, with room to spare; measured are some 600 bytes. */
  private static final int BYTES_EACH = 1_024;

  private static final int PER_LOOP = 3;

  private static final int EACH_BEHIND_GATE = 3;

  /**
   * Counts what is open now.
   *
   * @param wanted the configured number; 0 for as many as possible
   * @param eventLoops about to be made by each server
   * @param gate whether a gate is about to stand before the service: one of its clients then takes
   *     three descriptors, its own and both ends of what the gate asks the service by
   * @throws IOException if there is nothing left for connections
   */
  static ConnectionLimit count(int wanted, int eventLoops, boolean gate) throws IOException {
    return count(wanted, eventLoops, gate ? 2 : 1, gate ? EACH_BEHIND_GATE : 1);
  }

  /**
   * Counts for a gate that stands alone. Who waits in a room takes one descriptor; the part that is
   * for those who are turned away is for connections to upstreams too.
   *
   * @throws IOException if there is nothing left for connections
   */
  public static ConnectionLimit ofGate(int eventLoops) throws IOException {
    return count(0, eventLoops, 1, 1);
  }

  private static ConnectionLimit count(int wanted, int eventLoops, int servers, int each)
      throws IOException {
    long heap = Runtime.getRuntime().maxMemory();
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system))
      return of(wanted, 0, 0, heap, each);
    long open = system.getOpenFileDescriptorCount() + servers * ((long) PER_LOOP * eventLoops + 1);
    return of(wanted, system.getMaxFileDescriptorCount(), open, heap, each);
  }

  /**
   * The rule.
   *
   * @param limit on descriptors; 0 where it is not known
   * @param open how many are taken
   * @param heap bytes
   * @param each descriptors that one connection takes
   */
  static ConnectionLimit of(int wanted, long limit, long open, long heap, int each)
      throws IOException {
    if (limit == 0) {
      int usual = HttpConfig.DEFAULT.maxConnections();
      return new ConnectionLimit(wanted == 0 ? usual : wanted, wanted, 0);
    }
    long left = limit - open - KEPT;
    long most = (left - left / TURNED_AWAY_PART) / each;
    if (most < 1)
      throw new IOException(
          "the limit on open files (ulimit -n) of "
              + limit
              + " leaves none for connections: "
              + open
              + " are open, and "
              + KEPT
              + " are kept for the data folder; raise it");
    // Who configures a number has thought of the heap; who does not gets what a quarter of it
    // takes.
    long bound = wanted == 0 ? Math.max(1, heap / 4 / BYTES_EACH / each) : wanted;
    return new ConnectionLimit(
        (int) Math.min(Math.min(most, bound), HttpConfig.CONNECTIONS_MOST), wanted, limit);
  }

  /** In one line: how many, why, and what to raise where it is little. */
  public String text() {
    String text = String.format("up to %,d at once", most);
    if (limit == 0) return text;
    text += String.format(", by the limit on open files (ulimit -n) of %,d", limit);
    if (wanted > most)
      return text + String.format("; raise it for http.max-connections %,d", wanted);
    if (wanted != 0) return String.format("up to %,d at once, by http.max-connections", most);
    return most < HttpConfig.DEFAULT.maxConnections() ? text + "; raise it for more" : text;
  }
}
