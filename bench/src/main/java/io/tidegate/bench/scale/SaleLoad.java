package io.tidegate.bench.scale;

import io.tidegate.bench.load.ReplyHeads;
import io.tidegate.bench.load.RequestSource;
import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.scale.SaleRecords.Told;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The users of a sale, who ask one after the other, and the record of what each is told. One object
 * lasts for one run of the generator, and for its thread alone.
 */
final class SaleLoad implements RequestSource, ReplyHeads {

  /** Of every user's id, so that all requests are of one length. */
  static final int DIGITS = 12;

  /** None is left to ask. */
  static final int NOBODY = -1;

  private static final int CREATED = 201;
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int CONFLICT = 409;

  private final SaleRecords records;
  private final IntSupplier users;
  private final ByteBuffer request;
  private final int at;
  private final int[] asked;
  private final long epochLessNanoUs;
  private int sent;
  private int next;
  private long firstNs;
  private long lastYesNs;
  private int yes;

  /**
   * A run.
   *
   * @param text of a request with {@value RequestTemplate#USER} once
   * @param users who asks next; {@link #NOBODY} ends the run
   * @param most that ask in this run
   */
  SaleLoad(SaleRecords records, String text, IntSupplier users, int most) {
    this.records = records;
    this.users = users;
    at = text.indexOf(RequestTemplate.USER);
    if (at < 0) throw new IllegalArgumentException("no user in " + text);
    String whole = text.replace(RequestTemplate.USER, "0".repeat(DIGITS));
    byte[] bytes = whole.getBytes(StandardCharsets.US_ASCII);
    request = ByteBuffer.allocateDirect(bytes.length).put(bytes);
    asked = new int[most];
    long nowUs = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    epochLessNanoUs = nowUs - System.nanoTime() / 1_000;
    next = most > 0 ? users.getAsInt() : NOBODY;
  }

  @Override
  public boolean hasNext() {
    return next != NOBODY;
  }

  @Override
  public ByteBuffer next() {
    int user = next;
    if (sent == 0) firstNs = System.nanoTime();
    asked[sent++] = user;
    if (records.told(user) == Told.UNSENT) records.tell(user, Told.NOTHING);
    write(records.id(user));
    next = sent < asked.length ? users.getAsInt() : NOBODY;
    return request.clear();
  }

  private void write(long id) {
    long rest = id;
    for (int digit = DIGITS - 1; digit >= 0; digit--) {
      request.put(at + digit, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }

  @Override
  public void onHead(ByteBuffer in, int end) {}

  @Override
  public void onReply(long number, int status, long intendedNs) {
    int user = asked[(int) number];
    switch (status) {
      case CREATED, OK -> accepted(user, Told.YES, intendedNs);
      case ACCEPTED -> accepted(user, Told.WAIT, intendedNs);
      case CONFLICT -> records.tell(user, Told.NO);
      default -> {} // neither yes nor no: the user knows as much as before
    }
  }

  private void accepted(int user, Told told, long intendedNs) {
    yes++;
    lastYesNs = System.nanoTime();
    if (records.intendedUs(user) == 0) records.intended(user, epochLessNanoUs + intendedNs / 1_000);
    records.tell(user, told);
  }

  /** Users who were told yes, or to ask again. */
  int yes() {
    return yes;
  }

  /** From the first request to the last yes, s. */
  double secondsToLastYes() {
    return Math.max(1, lastYesNs - firstNs) / 1e9;
  }

  /** When the first request was sent, µs since the epoch. */
  long firstUs() {
    return epochLessNanoUs + firstNs / 1_000;
  }
}
