package io.tidegate.app.config;

import io.tidegate.api.ApiConfig;
import io.tidegate.app.log.LogFormat;
import io.tidegate.app.log.LogLevel;
import io.tidegate.engine.EngineConfig;
import io.tidegate.gate.GateConfig;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.store.journal.JournalConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All settings, checked when they are built. A component is a key: {@code http.maxConnections} is
 * {@code max-connections} under {@code http} in the file and {@code TIDEGATE_HTTP_MAX_CONNECTIONS}
 * in the environment. The annotations of the components say what the keys mean and what bounds they
 * have; {@code docs/configuration.md} is made from them. A bound or a default that belongs to a
 * module is defined there, and only named here.
 *
 * <p>Names end with the unit: {@code …Bytes}, {@code …Ms}.
 */
public record Config(
    @Doc("Where the service listens and keeps its data.") Service service,
    @Doc(
            "How the service knows which user a request is from. `trusted` believes the caller, which is your own backend or a test."
                + " It is meant for the loopback address; with another `service.host` you declare that"
                + " only trusted callers reach it.")
        Identity identity,
    @Doc("What one connection and one request may take.") Http http,
    @Doc("The loop that decides and makes durable.") Engine engine,
    @Doc("The journal and its snapshots.") Store store,
    @Doc(
            "Where the log lives, and how the instances that share it reach one another; see [many instances](cluster.md).")
        Cluster cluster,
    @Doc(
            "How much may be in memory at one time. More is refused, with the name of the limit; only the oldest posts are evicted.")
        Limits limits,
    @Doc("Prepaid balances, in whole currency units.") Wallet wallet,
    @Doc("One line for each request.") AccessLog accessLog,
    @Doc("The service's own log, on the standard error.") Log log,
    @Doc("Where other systems are told what happened; `events.md` describes it.") Outbox outbox,
    @Doc("Which web pages of other origins may call the service. Never the admin's calls.")
        Cors cors,
    @Doc("Memory for encoded and compressed replies that many clients read.")
        @Range(min = ApiConfig.CACHE_BYTES_LEAST, max = ApiConfig.CACHE_BYTES_MOST)
        long cacheBytes) {
  static final long KIB = 1 << 10;
  static final long MIB = 1 << 20;
  static final long GIB = 1 << 30;

  /**
   * Below it a batch, which takes half of a segment at most, would not hold what one command may
   * set off.
   */
  static final long SEGMENT_BYTES_LEAST = MIB;

  /** What holds for a service of one's own: nobody tops up a wallet but the admin. */
  public static final Config DEFAULT =
      new Config(
          new Service(
              HttpConfig.DEFAULT.host(),
              HttpConfig.DEFAULT.port(),
              String.valueOf(GateConfig.PORT),
              Path.of("data"),
              List.of()),
          Identity.TRUSTED,
          Http.of(HttpConfig.DEFAULT),
          Engine.of(EngineConfig.DEFAULT),
          new Store(JournalConfig.DEFAULT.segmentBytes(), 32 * MIB),
          new Cluster(Cluster.FILES, "", "", "127.0.0.1", 0, "", "TIDEGATE"),
          Limits.of(io.tidegate.core.Limits.DEFAULT),
          new Wallet(ApiConfig.DEFAULT.selfTopUp(), io.tidegate.core.Limits.DEFAULT.balance()),
          new AccessLog(true, "access.log", GIB),
          new Log(LogFormat.TEXT, LogLevel.INFO),
          new Outbox(Outbox.NONE),
          new Cors(List.copyOf(ApiConfig.DEFAULT.corsOrigins())),
          ApiConfig.DEFAULT.cacheBytes());

  /**
   * What holds with the demo data: anybody may top up a wallet, so that the journey can be walked.
   */
  public static final Config DEMO = DEFAULT.with(new Wallet(true, DEFAULT.wallet().maxBalance()));

  /**
   * @throws ConfigException if a value of its own is out of bounds
   */
  public Config {
    ConfigKeys.check(
        Config.class,
        service,
        identity,
        http,
        engine,
        store,
        cluster,
        limits,
        wallet,
        accessLog,
        log,
        outbox,
        cors,
        cacheBytes);
    // What passes here never stops a module from being made.
    checkModules(http, engine, store, limits, wallet);
  }

  private static void checkModules(
      Http http, Engine engine, Store store, Limits limits, Wallet wallet) {
    try {
      var _ = http.at("localhost", 0, Math.max(1, http.maxConnections()));
      var _ = engine.bounds();
      var _ = store.layout();
      var _ = limits.with(wallet);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(List.of(String.valueOf(e.getMessage())));
    }
  }

  /** The folder of the secrets. */
  public Path secrets() {
    return cluster.secrets().isEmpty() ? service.data() : Path.of(cluster.secrets());
  }

  private Config with(Wallet other) {
    return new Config(
        service,
        identity,
        http,
        engine,
        store,
        cluster,
        limits,
        other,
        accessLog,
        log,
        outbox,
        cors,
        cacheBytes);
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
      @Doc(
              "Port of the gate before the service, at the same address; 0 takes a free one, `none` leaves the gate out.")
          @Option("--gate-port")
          @Form(
              pattern =
                  NO_GATE
                      + "|[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]",
              words = "a port in [0, 65535] or none")
          String gatePort,
      @Doc("Folder of the journal, the snapshots and the keys; relative to the current folder.")
          @Option("--data")
          Path data,
      @Doc(
              "Host names and addresses, without a port, to which it answers besides `localhost` and the loopback"
                  + " addresses; in a variable with commas between them. On the loopback address it answers to"
                  + " these and no others, so that no web page can act for your users; on another address"
                  + " only if this is set.")
          @Form(
              pattern = "[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]",
              words = "a host name or an address, without a port")
          List<String> hosts) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Service {
      ConfigKeys.check(Service.class, host, port, gatePort, data, hosts);
      hosts = List.copyOf(hosts);
    }

    private static final String NO_GATE = "none";

    /** Whether a gate stands before it. */
    public boolean hasGate() {
      return !gatePort.equals(NO_GATE);
    }
  }

  /** Bounds of connections and requests. */
  public record Http(
      @Doc(
              "Connections at once; a further one gets 503 and is closed. 0 takes as many as the limit on open files and the heap allow; that limit also bounds any other number.")
          @Range(min = 0, max = HttpConfig.CONNECTIONS_MOST)
          int maxConnections,
      @Doc("Longest request body; a longer one is refused.")
          @Range(min = 0, max = HttpConfig.BODY_BYTES_MOST)
          int maxBodyBytes,
      @Doc(
              "Longest request line and headers together; longer ones are refused, and so is a request line of more than 4 KiB and a head of more than 100 fields.")
          @Range(min = HttpConfig.HEAD_BYTES_LEAST, max = HttpConfig.HEAD_BYTES_MOST)
          int maxHeadBytes,
      @Doc("Time for a request's head to arrive, from its first byte.")
          @Range(min = HttpConfig.TIME_MS_LEAST, max = HttpConfig.TIME_MS_MOST)
          int headMs,
      @Doc("Time for a request's body to arrive.")
          @Range(min = HttpConfig.TIME_MS_LEAST, max = HttpConfig.TIME_MS_MOST)
          int bodyMs,
      @Doc(
              "Time a connection may be idle between two requests; each reply says it in `Keep-Alive`. Keep it above that of the balancer in front, [see here](http-api.md#behind-a-balancer).")
          @Range(min = HttpConfig.TIME_MS_LEAST, max = HttpConfig.REST_MS_MOST)
          int idleMs,
      @Doc("Time in which the client must read a reply, or an event on a stream.")
          @Range(min = HttpConfig.TIME_MS_LEAST, max = HttpConfig.TIME_MS_MOST)
          int writeMs,
      @Doc(
              "Streams at once, each of which is a connection too; a further one is told to come back later, and can poll meanwhile.")
          @Range(min = 0, max = HttpConfig.CONNECTIONS_MOST)
          int maxStreams,
      @Doc(
              "Time without an event after which a stream gets a comment, so that no proxy takes the connection for dead.")
          @Range(min = HttpConfig.TIME_MS_LEAST, max = HttpConfig.REST_MS_MOST)
          int heartbeatMs,
      @Doc("Threads for connections; 0 takes one for every two processors.")
          @Range(min = 0, max = HttpConfig.EVENT_LOOPS_MOST)
          int eventLoops) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Http {
      ConfigKeys.check(
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

    private static Http of(HttpConfig usual) {
      return new Http(
          0,
          usual.maxBodyBytes(),
          usual.maxHeadBytes(),
          Math.toIntExact(usual.head().toMillis()),
          Math.toIntExact(usual.body().toMillis()),
          Math.toIntExact(usual.idle().toMillis()),
          Math.toIntExact(usual.write().toMillis()),
          usual.maxStreams(),
          Math.toIntExact(usual.heartbeat().toMillis()),
          0);
    }

    /**
     * The server's own settings, for one that listens there.
     *
     * @param connections how many there may be, which is less than is configured where the system
     *     allows less
     */
    public HttpConfig at(String host, int port, int connections) {
      return HttpConfig.DEFAULT
          .at(host, port)
          .loops(eventLoops == 0 ? HttpConfig.DEFAULT.eventLoops() : eventLoops)
          .limits(connections, maxBodyBytes)
          .heads(maxHeadBytes)
          .times(
              Duration.ofMillis(headMs),
              Duration.ofMillis(bodyMs),
              Duration.ofMillis(idleMs),
              Duration.ofMillis(writeMs))
          .streams(maxStreams, Duration.ofMillis(heartbeatMs));
    }
  }

  /** Bounds of the loop. */
  public record Engine(
      @Doc("Commands that may wait for the loop; if the inbox is full, a request is shed with 503.")
          @Range(min = EngineConfig.INBOX_LEAST, max = EngineConfig.INBOX_MOST)
          int inbox,
      @Doc("Most commands in one batch, which is one force of the journal.")
          @Range(min = 1, max = EngineConfig.BATCH_MOST)
          int batchMax,
      @Doc("Most due events (lapsed holds, ended visits and so on) in one batch.")
          @Range(min = 1, max = EngineConfig.BATCH_MOST)
          int sweepMax,
      @Doc("Time a stop may take to finish what was accepted.") @Range(min = 100, max = 600_000)
          int stopMs) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Engine {
      ConfigKeys.check(Engine.class, inbox, batchMax, sweepMax, stopMs);
    }

    private static Engine of(EngineConfig usual) {
      return new Engine(usual.inbox(), usual.batchMax(), usual.sweepMax(), 10_000);
    }

    /** The loop's own settings. */
    public EngineConfig bounds() {
      return new EngineConfig(inbox, batchMax, sweepMax, EngineConfig.DEFAULT.tickMs());
    }
  }

  /** Sizes on disk. */
  public record Store(
      @Doc("Size of one journal file, set aside when it is made.")
          @Range(
              min = SEGMENT_BYTES_LEAST,
              max = JournalConfig.SEGMENT_BYTES_MOST,
              step = JournalConfig.SEGMENT_BYTES_STEP)
          int segmentBytes,
      @Doc("Bytes of journal from one snapshot to the next; padding counts an eighth.")
          @Range(min = MIB, max = 1_024 * GIB)
          long snapshotBytes) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Store {
      ConfigKeys.check(Store.class, segmentBytes, snapshotBytes);
    }

    /** The journal's own settings. */
    public JournalConfig layout() {
      JournalConfig usual = JournalConfig.DEFAULT;
      return new JournalConfig(
          segmentBytes,
          Math.min(usual.recordBytesMax(), segmentBytes / 2),
          usual.segmentWait(),
          usual.segmentRetry());
    }
  }

  /** Where the log lives, and how instances reach one another. */
  public record Cluster(
      @Doc(
              "Home of the log: `files` for the data folder, or the URL of a home that any number of instances share: `postgres://user@host:port/database?realm=NAME`. A password belongs into `PGPASSWORD` or `~/.pgpass`.")
          @Option("--store")
          @Form(
              pattern = FILES + "|postgres(ql)?://.{1,2000}",
              words = "files or a postgres:// URL")
          String store,
      @Doc(
              "Folder of the secrets, the same on all instances: the admin key, the keys that sign tickets and passes, and `cluster.key`, by which instances know one another. Empty for the data folder.")
          @Option("--secrets")
          @Form(pattern = ".{0,4000}", words = "a path, or nothing")
          String secrets,
      @Doc("Name of this instance, for people; empty for its address.")
          @Option("--name")
          @Form(pattern = "[A-Za-z0-9._:-]{0,60}", words = "letters, digits, and . _ : -")
          String name,
      @Doc(
              "Address at which it listens for other instances, and at which they reach it; `auto` takes this machine's own.")
          @Option("--cluster-host")
          @Form(pattern = "[A-Za-z0-9._:%-]{1,253}", words = "a host name or an address")
          String host,
      @Doc("Port at which it listens for other instances; 0 takes a free one.")
          @Option("--cluster-port")
          @Range(min = 0, max = 65_535)
          int port,
      @Doc(
              "Registry of a [gate](gate.md#discovery-eureka), or of Eureka, where this instance enters itself: `http://any:KEY@host:9901/eureka/`. Better set by the variable, since a command line can be read by others. Empty for none.")
          @Option("--register")
          @Form(pattern = "(https?://[^\\s]{1,2000})?", words = "a URL, or nothing")
          String register,
      @Doc("Name of the application that it enters itself as.")
          @Option("--register-as")
          @Form(pattern = "[A-Za-z0-9._-]{1,100}", words = "letters, digits, and . _ -")
          String registerAs) {
    static final String FILES = "files";

    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Cluster {
      ConfigKeys.check(Cluster.class, store, secrets, name, host, port, register, registerAs);
    }

    /** Whether the log is in a home that instances share. */
    public boolean shared() {
      return !store.equals(FILES);
    }
  }

  /** Bounds of what is kept in memory. */
  public record Limits(
      @Doc("Rooms; one that was closed for 30 days, and whose sales have left, leaves memory.")
          @Range(min = 1, max = io.tidegate.core.Limits.ROOMS_MOST)
          int rooms,
      @Doc("Tickets in one room that have not ended.")
          @Range(min = 1, max = io.tidegate.core.Limits.ROOM_SIZE_MOST)
          int roomSize,
      @Doc("Users with money in the wallet or a claim in memory.")
          @Range(min = 1, max = io.tidegate.core.Limits.USERS_MOST)
          int users,
      @Doc(
              "Idempotency keys that are kept: a day after a top-up, the end of a claim or the close of its sale, 30 days after a stop.")
          @Range(min = 1, max = io.tidegate.core.Limits.KEYS_MOST)
          int keys,
      @Doc(
              "Claims in memory: they leave two days after they ended or their sale closed, 31 days after it was stopped.")
          @Range(min = 1, max = io.tidegate.core.Limits.CLAIMS_MOST)
          int claims,
      @Doc("Sales; one that was over for 30 days leaves memory.")
          @Range(min = 1, max = io.tidegate.core.Limits.SALES_MOST)
          int sales,
      @Doc("Offers, those of schedules among them; they leave with their sales.")
          @Range(min = 1, max = io.tidegate.core.Limits.OFFERS_MOST)
          int offers,
      @Doc("Concerts; one leaves memory with the last of its dates.")
          @Range(min = 1, max = io.tidegate.core.Limits.CONCERTS_MOST)
          int concerts,
      @Doc("Seats of all schedules in memory; they leave with their sales.")
          @Range(min = 1, max = io.tidegate.core.Limits.SEATS_MOST)
          int seats,
      @Doc("Posts of the feed in memory; older ones stay in the journal alone.")
          @Range(min = 1, max = io.tidegate.core.Limits.POSTS_MOST)
          int posts) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Limits {
      ConfigKeys.check(
          Limits.class,
          rooms,
          roomSize,
          users,
          keys,
          claims,
          sales,
          offers,
          concerts,
          seats,
          posts);
    }

    private static Limits of(io.tidegate.core.Limits usual) {
      return new Limits(
          usual.rooms(),
          usual.roomSize(),
          usual.users(),
          usual.keys(),
          usual.claims(),
          usual.sales(),
          usual.offers(),
          usual.concerts(),
          usual.seats(),
          usual.posts());
    }

    /** The rules' own bounds. */
    public io.tidegate.core.Limits with(Wallet wallet) {
      return new io.tidegate.core.Limits(
          sales,
          offers,
          concerts,
          seats,
          claims,
          users,
          keys,
          rooms,
          roomSize,
          wallet.maxBalance(),
          posts);
    }
  }

  /** Rules for balances. */
  public record Wallet(
      @Doc("Whether users may top up their own wallets. On with the demo data, otherwise off.")
          boolean selfTopUp,
      @Doc("Highest balance that a top-up may lead to; refunds go beyond it.")
          @Range(min = 1, max = io.tidegate.core.Limits.BALANCE_MOST)
          long maxBalance) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Wallet {
      ConfigKeys.check(Wallet.class, selfTopUp, maxBalance);
    }
  }

  /** Where the access log goes. */
  public record AccessLog(
      @Doc("Whether the access log is written.") boolean on,
      @Doc(
              "The file. A relative name is in the data folder and must end with `.log`; `-` is the standard output.")
          @Form(pattern = "[^\\x00\\n]*[^\\x00\\s][^\\x00\\n]*", words = "a file name or -")
          String file,
      @Doc(
              "The file and its rotated predecessors together: at a quarter of it the file becomes `FILE.1`, the one before"
                  + " `FILE.2`, and the one that would be `FILE.4` is deleted.")
          @Range(
              min = io.tidegate.http.log.AccessLog.FILE_BYTES_LEAST,
              max = io.tidegate.http.log.AccessLog.FILE_BYTES_MOST)
          long maxBytes) {
    private static final String STDOUT = "-";

    /**
     * @throws ConfigException if a value is out of bounds
     */
    public AccessLog {
      ConfigKeys.check(AccessLog.class, on, file, maxBytes);
    }

    /**
     * The file to write to, for a service with this data folder; empty when there is no log or it
     * goes to standard output.
     */
    public Optional<Path> fileIn(Path data) {
      return on && !file.equals(STDOUT) ? Optional.of(data.resolve(file)) : Optional.empty();
    }
  }

  /** How the service's log is written. */
  public record Log(
      @Doc("`text` for people, `json` for programs: one object on each line.") LogFormat format,
      @Doc("The lowest level that is written.") LogLevel level) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Log {
      ConfigKeys.check(Log.class, format, level);
    }
  }

  /** What tells other systems. */
  public record Outbox(
      @Doc("The file with the sinks, or `none`; it is read at the start.")
          @Form(pattern = "[^\\x00\\n]*[^\\x00\\s][^\\x00\\n]*", words = "a file name or none")
          String file) {
    static final String NONE = "none";

    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Outbox {
      ConfigKeys.check(Outbox.class, file);
    }

    /** The file; empty where there is none. */
    public Optional<Path> path() {
      return file.equals(NONE) ? Optional.empty() : Optional.of(Path.of(file));
    }
  }

  /** Browsers' cross-origin calls. */
  public record Cors(
      @Doc("Origins that may call; in a variable with commas between them.")
          @Form(
              pattern = "https?://([a-z0-9.-]+|\\[[0-9a-f:.]+])(:[0-9]{1,5})?",
              words = "an origin such as https://shop.example")
          List<String> origins) {
    /**
     * @throws ConfigException if a value is out of bounds
     */
    public Cors {
      ConfigKeys.check(Cors.class, origins);
      origins = List.copyOf(origins);
    }
  }
}
