package io.tidegate.app.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be set, checked when built. A component is a key: {@code http.maxConnections}
 * is {@code max-connections} under {@code http} in the file and {@code
 * TIDEGATE_HTTP_MAX_CONNECTIONS} in the environment. What the keys mean and what bounds they have
 * stands at the components, from which {@code docs/configuration.md} is made.
 *
 * <p>Names end with the unit: {@code …Bytes}, {@code …Ms}.
 */
public record Config(
    @Doc("Where the service listens and keeps its data.") Service service,
    @Doc(
            "Who may speak for a user. `trusted` believes the caller, who is your own backend or a test."
                + " It is meant for the loopback address; naming another `service.host` is your word that"
                + " only trusted callers reach it.")
        Identity identity,
    @Doc("What one connection and one request may take.") Http http,
    @Doc("The loop that decides and makes durable.") Engine engine,
    @Doc("The journal and its snapshots.") Store store,
    @Doc(
            "How much may exist at once. What goes beyond is refused by name; nothing is evicted but the oldest posts.")
        Limits limits,
    @Doc("Prepaid balances, in whole currency units.") Wallet wallet,
    @Doc("One line for each request.") AccessLog accessLog,
    @Doc("Which web pages of other origins may call the service. Never the admin's calls.")
        Cors cors,
    @Doc("Room for encoded and compressed replies that many ask for.")
        @Range(min = Config.MIB, max = 64 * Config.GIB)
        long cacheBytes) {
  static final long KIB = 1 << 10;
  static final long MIB = 1 << 20;
  static final long GIB = 1 << 30;

  /** What holds for a service of one's own: nobody charges a wallet but the admin. */
  public static final Config DEFAULT =
      new Config(
          new Service("127.0.0.1", 8081, Path.of("data")),
          Identity.TRUSTED,
          new Http(
              10_000,
              (int) (64 * KIB),
              (int) (8 * KIB),
              10_000,
              10_000,
              60_000,
              10_000,
              5_000,
              15_000,
              0),
          new Engine(65_536, 4_096, 8_192, 10_000),
          new Store((int) (64 * MIB), 32 * MIB),
          new Limits(
              1_000,
              2_000_000,
              5_000_000,
              5_000_000,
              10_000_000,
              10_000,
              100_000,
              100_000,
              20_000_000,
              10_000),
          new Wallet(false, 10_000_000),
          new AccessLog(true, "access.log"),
          new Cors(List.of()),
          64 * MIB);

  /**
   * What holds with the demo data: anybody may charge a wallet, so that the journey can be walked.
   */
  public static final Config DEMO = DEFAULT.with(new Wallet(true, DEFAULT.wallet().maxBalance()));

  /**
   * @throws ConfigException if a value of its own is out of bounds
   */
  public Config {
    Keys.check(
        Config.class,
        service,
        identity,
        http,
        engine,
        store,
        limits,
        wallet,
        accessLog,
        cors,
        cacheBytes);
  }

  private Config with(Wallet other) {
    return new Config(
        service, identity, http, engine, store, limits, other, accessLog, cors, cacheBytes);
  }

  /** How it is decided for whom a request speaks. */
  public enum Identity {
    /** The caller is believed. */
    TRUSTED
  }

  /** Where the service is. */
  public record Service(
      @Doc("Address to listen on. Anything but the loopback address lets other machines in.")
          @Option("--host")
          @Form(pattern = "[A-Za-z0-9._:%-]{1,253}", words = "a host name or an address")
          String host,
      @Doc("Port to listen on; 0 takes a free one and says which.")
          @Option("--port")
          @Range(min = 0, max = 65_535)
          int port,
      @Doc("Folder of the journal, the snapshots and the keys; relative to the current folder.")
          @Option("--data")
          Path data) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Service {
      Keys.check(Service.class, host, port, data);
    }
  }

  /** Bounds of connections and requests. */
  public record Http(
      @Doc("Connections at once; a further one is closed at once.") @Range(min = 1, max = 1_000_000)
          int maxConnections,
      @Doc("Longest request body; a longer one is refused.") @Range(min = KIB, max = 16 * MIB)
          int maxBodyBytes,
      @Doc("Longest request line and headers together; longer ones are refused.")
          @Range(min = KIB, max = MIB)
          int maxHeadBytes,
      @Doc("Time for a request's head to arrive, from its first byte.")
          @Range(min = 100, max = 600_000)
          int headMs,
      @Doc("Time for a request's body to arrive.") @Range(min = 100, max = 600_000) int bodyMs,
      @Doc("Time a connection may rest between two requests.") @Range(min = 100, max = 3_600_000)
          int idleMs,
      @Doc("Time for a reply, or an event on a stream, to be taken by its reader.")
          @Range(min = 100, max = 600_000)
          int writeMs,
      @Doc(
              "Streams at once, each a connection too; a further one is refused with 503 and may poll instead.")
          @Range(min = 0, max = 1_000_000)
          int maxStreams,
      @Doc(
              "Time without an event after which a stream gets a comment, so that nobody in between takes it for dead.")
          @Range(min = 100, max = 3_600_000)
          int heartbeatMs,
      @Doc("Threads for connections; 0 takes one for each two processors.")
          @Range(min = 0, max = 1_024)
          int eventLoops) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Http {
      Keys.check(
          Http.class,
          maxConnections,
          maxBodyBytes,
          maxHeadBytes,
          headMs,
          bodyMs,
          idleMs,
          writeMs,
          maxStreams,
          heartbeatMs,
          eventLoops);
    }
  }

  /** Bounds of the loop. */
  public record Engine(
      @Doc("Commands that may wait for the loop; with a full inbox a request is shed with 503.")
          @Range(min = 1, max = 1_048_576)
          int inbox,
      @Doc("Most commands in one batch, which is one force of the journal.")
          @Range(min = 1, max = 65_536)
          int batchMax,
      @Doc("Most lapsed holds and visits that one batch sweeps up.")
          @Range(min = 1, max = 1_048_576)
          int sweepMax,
      @Doc("Time a stop may take to finish what was accepted.") @Range(min = 100, max = 600_000)
          int stopMs) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Engine {
      Keys.check(Engine.class, inbox, batchMax, sweepMax, stopMs);
    }
  }

  /** Sizes on disk. */
  public record Store(
      @Doc("Size of one journal file, set aside when it is made.") @Range(min = MIB, max = GIB)
          int segmentBytes,
      @Doc("Journal written from one snapshot to the next.") @Range(min = MIB, max = 1_024 * GIB)
          long snapshotBytes) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Store {
      Keys.check(Store.class, segmentBytes, snapshotBytes);
    }
  }

  /** Bounds of what is kept in memory. */
  public record Limits(
      @Doc("Rooms.") @Range(min = 1, max = 100_000) int rooms,
      @Doc("Tickets in one room that have not ended.") @Range(min = 1, max = 100_000_000)
          int roomSize,
      @Doc("Wallets.") @Range(min = 1, max = 100_000_000) int wallets,
      @Doc("Idempotency keys that are kept.") @Range(min = 1, max = 100_000_000) int keys,
      @Doc("Claims of sales that are not closed.") @Range(min = 1, max = 100_000_000) int claims,
      @Doc("Sales.") @Range(min = 1, max = 1_000_000) int sales,
      @Doc("Offers, those of schedules among them.") @Range(min = 1, max = 10_000_000) int offers,
      @Doc("Concerts.") @Range(min = 1, max = 10_000_000) int concerts,
      @Doc("Seats of all schedules.") @Range(min = 1, max = 100_000_000) int seats,
      @Doc("Posts of the feed in memory; older ones stay in the journal alone.")
          @Range(min = 1, max = 65_536)
          int posts) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Limits {
      Keys.check(
          Limits.class,
          rooms,
          roomSize,
          wallets,
          keys,
          claims,
          sales,
          offers,
          concerts,
          seats,
          posts);
    }
  }

  /** Rules for balances. */
  public record Wallet(
      @Doc("Whether a user may charge the own wallet. On with the demo data, otherwise off.")
          boolean selfCharge,
      @Doc("Highest balance that a charge may lead to; refunds go beyond it.")
          @Range(min = 1, max = 1_000_000_000_000L)
          long maxBalance) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Wallet {
      Keys.check(Wallet.class, selfCharge, maxBalance);
    }
  }

  /** Where the access log goes. */
  public record AccessLog(
      @Doc("Whether it is written.") boolean on,
      @Doc("File; a relative one lies in the data folder, and `-` is standard output.")
          @Form(pattern = "[^\\x00\\n]*[^\\x00\\s][^\\x00\\n]*", words = "a file name or -")
          String file) {
    private static final String STDOUT = "-";

    /**
     * @throws ConfigException if a value is out of bounds
     */
    public AccessLog {
      Keys.check(AccessLog.class, on, file);
    }

    /**
     * The file to write to, for a service with this data folder; empty when there is no log or it
     * goes to standard output.
     */
    public Optional<Path> fileIn(Path data) {
      return on && !file.equals(STDOUT) ? Optional.of(data.resolve(file)) : Optional.empty();
    }
  }

  /** Browsers' cross-origin calls. */
  public record Cors(
      @Doc("Origins that may; in a variable with commas between them.")
          @Form(
              pattern = "https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?",
              words = "an origin such as https://shop.example")
          List<String> origins) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Cors {
      Keys.check(Cors.class, origins);
      origins = List.copyOf(origins);
    }
  }
}
