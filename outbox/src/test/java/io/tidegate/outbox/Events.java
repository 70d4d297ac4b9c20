package io.tidegate.outbox;

import io.tidegate.outbox.event.PublicEvent;
import java.util.ArrayList;
import java.util.List;

/** Events for tests of sinks. */
public final class Events {

  private Events() {}

  /** One event in a record of its own, about one of three offers. */
  public static PublicEvent event(long sequence) {
    return new PublicEvent(
        "0".repeat(31) + "1",
        sequence,
        0,
        "/tidegate/test",
        "io.tidegate.offer.restocked.v1",
        "offers/" + sequence % 3,
        1_800_000_000_000L + sequence,
        "ab".repeat(32),
        "{\"offer\":" + sequence % 3 + ",\"total\":" + sequence + "}");
  }

  /** Events with these sequences. */
  public static List<PublicEvent> events(long from, long to) {
    List<PublicEvent> all = new ArrayList<>();
    for (long sequence = from; sequence <= to; sequence++) all.add(event(sequence));
    return all;
  }
}
