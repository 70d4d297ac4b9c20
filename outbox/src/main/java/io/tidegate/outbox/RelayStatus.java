package io.tidegate.outbox;

/**
 * How one relay stands, as of its last turn. Immutable.
 *
 * @param state what it does now
 * @param reason why it does not send, in words; empty if it does
 * @param position everything up to this record was handled; the cursor in the log may be a second
 *     behind it
 * @param end sequence of the log's last record
 * @param lagMs age of the oldest event that was not handled, 0 if there is none
 * @param delivered events that arrived, since this process leads; one sent twice counts twice
 * @param failed attempts that did not arrive
 * @param dead letters that died
 */
public record RelayStatus(
    State state,
    String reason,
    long position,
    long end,
    long lagMs,
    long delivered,
    long failed,
    long dead) {

  /** What a relay does. */
  public enum State {
    /** It has not had its first turn. */
    STARTING,
    /** It sends what comes. */
    RUNNING,
    /** The sink takes nothing: it is tried from time to time. */
    WAITING,
    /** The sink is switched off. */
    OFF
  }

  /** Before the first turn. */
  static final RelayStatus STARTING = new RelayStatus(State.STARTING, "", 0, 0, 0, 0, 0, 0);

  /** Records that were not looked at. */
  public long lag() {
    return Math.max(0, end - position);
  }
}
