package io.tidegate.bench.scale;

import io.tidegate.bench.machine.Usage;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A way to hold a sale, running: everything that a claim needs, from where HTTP comes in to the
 * disk. Not thread-safe.
 */
interface ScaleSubject extends AutoCloseable {

  /** What the tables call it. */
  String name();

  /** Its first answer to a claim that is good, and what that means, for the table. */
  String yesMeans();

  /** Where claims go, on 127.0.0.1; clients spread over all of them. */
  List<Integer> ports();

  /** Of clients at saturation: as many as are good for it. */
  default int connections() {
    return ScaleRun.CONNECTIONS;
  }

  /**
   * The bytes of a claim, in which {@value io.tidegate.bench.load.RequestTemplate#USER} stands for
   * {@value SaleLoad#DIGITS} digits of the user.
   */
  String claim(long offer);

  /**
   * Status of its first answer to a claim that is good: 201, or 202 where the user must ask again.
   */
  default int yesStatus() {
    return 201;
  }

  /**
   * The bytes of a question what became of a claim, as {@link #claim}. Answered with 200 (it is
   * theirs), 202 (not known yet) or 409 (refused). Only asked where {@link #yesStatus} is 202.
   */
  default String status(long offer) {
    throw new UnsupportedOperationException("every claim is answered at once");
  }

  /** Makes an offer of that many units. */
  void open(long offer, long units) throws IOException, InterruptedException;

  /** Claims that were taken in and are not decided, or decided and not durable yet. */
  long backlog() throws IOException, InterruptedException;

  /** How many durable claims an offer has, cheaper than {@link #issued} where that can be. */
  default int rows(long offer) throws IOException, InterruptedException {
    return issued(offer).size();
  }

  /** All durable claims of an offer, in no order. */
  List<Issued> issued(long offer) throws IOException;

  /**
   * One durable claim.
   *
   * @param committedUs when it was committed, µs since the epoch
   */
  record Issued(long user, long committedUs) {}

  /** What each kind of process has used so far, in the order of the table's columns. */
  Map<Part, Usage> usage();

  /** Whose CPU is told apart. */
  enum Part {
    /** A peer's service. */
    SERVICE,
    /** Our instance that leads. */
    LEADER,
    /** Our other instances, together. */
    FOLLOWERS,
    /** Our gate. */
    GATE,
    /** PostgreSQL. */
    DATABASE,
    /** Redis. */
    REDIS
  }

  /** What can be killed in the middle of a sale. */
  List<Kill> kills();

  /** One way to be killed. */
  interface Kill {

    /** What the table calls it. */
    String name();

    /** Before the sale begins. */
    default void prepare() throws IOException, InterruptedException {}

    /** Kills, as {@code kill -9} does. */
    void kill() throws IOException, InterruptedException;

    /** Makes it whole again, and returns once it answers. */
    void recover() throws IOException, InterruptedException;

    /**
     * After {@link #recover}: how long nobody was answered, s, where that is less than the time
     * until it was whole again; empty otherwise.
     */
    default OptionalDouble secondsAway() {
      return OptionalDouble.empty();
    }
  }

  /** Ends all of it that it started. */
  @Override
  void close();
}
