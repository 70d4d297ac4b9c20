package io.tidegate.outbox;

import io.tidegate.core.Event;
import io.tidegate.outbox.event.ClaimFacts;
import io.tidegate.outbox.event.ClaimLookup;
import io.tidegate.outbox.event.EventFilter;
import io.tidegate.outbox.event.PublicEvent;
import io.tidegate.outbox.event.PublicEvent.Place;
import io.tidegate.outbox.event.PublicEvents;
import io.tidegate.outbox.event.PublicEvents.Origin;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads public events from a log, one after the other. It holds one record at most, which it reads
 * bit by bit: a record may have more events than anybody wants in memory. One thread.
 */
final class EventReader implements AutoCloseable {

  private final LogSource log;
  private final ClaimLookup claims;
  private final EventFilter filter;
  private final String source;
  private @Nullable LogReader reader;
  private long position; // everything up to here was read, but for what is left of the record

  private @Nullable Origin origin; // of the record being read
  private ByteBuffer body = ByteBuffer.allocate(0);
  private int index;
  private int events;

  EventReader(LogSource log, ClaimLookup claims, EventFilter filter, String source) {
    this.log = log;
    this.claims = claims;
    this.filter = filter;
    this.source = source.isEmpty() ? "/tidegate/" + log.realm() : source;
  }

  /** Goes behind that record. */
  void seek(long sequence) throws IOException {
    close();
    reader = log.behind(sequence);
    position = sequence;
  }

  /** Everything up to this record was read to its end. */
  long position() {
    return origin == null ? position : position - 1;
  }

  private record Found(Origin origin, int index, Event event) {}

  /**
   * The next events.
   *
   * @param most of them, at most
   * @param records so many records are looked at, at most
   */
  List<PublicEvent> next(int most, int records) throws IOException, InterruptedException {
    List<Found> found = new ArrayList<>();
    int looked = 0;
    while (found.size() < most) {
      if (origin == null && (looked++ == records || !open())) break;
      readOn(found, most);
    }
    return published(found);
  }

  private boolean open() throws IOException {
    if (reader == null) throw new IllegalStateException("seek first");
    if (!reader.next()) return false;
    LogRecord record = reader.record();
    position = record.sequence();
    if (record.kind() != RecordKind.BATCH) return true;
    LogRecord kept = record.kept();
    origin = new Origin(log.realm(), source, kept.sequence(), kept.timeMs(), kept.chain());
    body = kept.body();
    index = 0;
    events = kept.events();
    return true;
  }

  private void readOn(List<Found> found, int most) throws IOException {
    Origin from = origin;
    if (from == null) return;
    while (index < events && found.size() < most) {
      Event event = event(from.sequence());
      String what = PublicEvents.what(event);
      if (what != null && filter.takes(what)) found.add(new Found(from, index, event));
      index++;
    }
    if (index == events) origin = null;
  }

  private Event event(long sequence) throws IOException {
    try {
      return EventCodec.read(body);
    } catch (RuntimeException e) {
      throw new IOException(
          "record %d cannot be understood; a newer version wrote it: %s"
              .formatted(sequence, e.getMessage()),
          e);
    }
  }

  private List<PublicEvent> published(List<Found> found) throws IOException, InterruptedException {
    long[] named =
        found.stream()
            .mapToLong(f -> PublicEvents.claimOf(f.event()))
            .filter(c -> c != 0)
            .distinct()
            .toArray();
    Map<Long, ClaimFacts> facts = named.length == 0 ? Map.of() : claims.find(named);
    List<PublicEvent> events = new ArrayList<>(found.size());
    for (Found one : found) {
      PublicEvent event = PublicEvents.of(one.origin(), one.index(), one.event(), facts);
      if (event != null) events.add(event);
    }
    return events;
  }

  /** The event at one place; null if it is not public, or nothing stands there. */
  @Nullable PublicEvent at(Place place) throws IOException, InterruptedException {
    if (place.sequence() < 1 || place.sequence() > log.end()) return null;
    seek(place.sequence() - 1);
    if (!open()) return null;
    Origin from = origin;
    if (from == null || place.index() >= events) return null;
    for (int i = 0; i < place.index(); i++) event(from.sequence());
    List<PublicEvent> one =
        published(List.of(new Found(from, place.index(), event(from.sequence()))));
    return one.isEmpty() ? null : one.getFirst();
  }

  @Override
  public void close() throws IOException {
    origin = null;
    LogReader open = reader;
    reader = null;
    if (open != null) open.close();
  }
}
