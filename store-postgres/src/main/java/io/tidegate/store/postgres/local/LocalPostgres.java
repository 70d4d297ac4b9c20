package io.tidegate.store.postgres.local;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own: one process with the data in a folder, for whoever has none. It listens
 * on the loopback address alone, asks for a password, and keeps what it confirmed. One process of
 * ours has it at a time; a PostgreSQL that a killed one left behind is ended first, and recovers.
 *
 * <pre>
 * folder/lock       held while it is ours
 *        program/   the unpacked program
 *        data/      what PostgreSQL calls its data folder
 *        password   for the user tidegate, readable by the owner alone
 *        port       the one it had last, which it takes again where it is free
 *        postgres.log
 * </pre>
 *
 * Thread-safe.
 */
public final class LocalPostgres implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalPostgres.class);

  private static final String USER = "tidegate";
  private static final String DATABASE = "postgres";
  private static final int PORT_TRIES = 5;
  private static final int LEAVING_TRIES = 100;
  private static final int INIT_SECONDS = 120;

  /** Until it answers, after a crash also with the recovery of what was written last. */
  private static final int READY_SECONDS = 180;

  private static final int STOP_SECONDS = 20;
  private static final int KILL_SECONDS = 10;
  private static final long LOOK_EVERY_MS = 20;
  private static final long LOG_BYTES_MAX = 10 << 20;
  private static final int LOG_TAIL_BYTES = 2_000;

  // Said although most are the defaults: it must not depend on a file that somebody edited.
  private static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "full_page_writes", "on", "synchronous_commit", "on");

  /** How a PostgreSQL is stopped. */
  public enum Stop {
    /** Ends what is under way, and leaves nothing to recover. */
    FAST("INT"),
    /** At once, as in a crash; the next start recovers. */
    IMMEDIATE("QUIT");

    private final String signal;

    Stop(String signal) {
      this.signal = signal;
    }
  }

  private final Path folder;
  private final Path program;
  private final Unprivileged runner;
  private final FileChannel lock;
  private final String password;
  private final Map<String, String> settings;
  private int port;
  private @Nullable Process process;
  private long logFrom;

  private LocalPostgres(
      Path folder,
      Path program,
      Unprivileged runner,
      FileChannel lock,
      String password,
      Map<String, String> settings) {
    this.folder = folder;
    this.program = program;
    this.runner = runner;
    this.lock = lock;
    this.password = password;
    this.settings = settings;
  }

  /**
   * Starts the one of this folder, and makes it where there is none; returns once it answers.
   *
   * @throws IOException if it does not start; says why, with the end of its log
   */
  public static LocalPostgres start(Path folder) throws IOException {
    return start(folder, folder.resolve("program"), Map.of());
  }

  /**
   * The same for several that share one unpacked program, with settings of their own.
   *
   * @param programs where programs are unpacked
   * @param settings names and values, as in {@code postgresql.conf}
   */
  public static LocalPostgres start(Path folder, Path programs, Map<String, String> settings)
      throws IOException {
    return start(folder, programs, settings, Unprivileged.here());
  }

  static LocalPostgres start(
      Path folder, Path programs, Map<String, String> settings, Unprivileged runner)
      throws IOException {
    Path home = folder.toAbsolutePath();
    Files.createDirectories(home);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
    FileChannel lock = lock(home);
    try {
      Path program = PostgresProgram.unpacked(programs.toAbsolutePath());
      LocalPostgres server =
          new LocalPostgres(
              home, program, runner, lock, password(home), new LinkedHashMap<>(settings));
      server.endOrphan();
      server.initialise();
      server.run();
      return server;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel file =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock held = file.tryLock();
      if (held != null) return file;
    } catch (OverlappingFileLockException _) {
      // held by this process
    }
    file.close();
    throw new IOException(folder + ": another process runs the PostgreSQL of this folder");
  }

  private static String password(Path folder) throws IOException {
    Path file = folder.resolve("password");
    if (Files.exists(file)) return Files.readString(file).strip();
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    Path half = folder.resolve("password.tmp");
    Files.deleteIfExists(half);
    Files.createFile(
        half, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(half, HexFormat.of().formatHex(secret) + "\n");
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    return Files.readString(file).strip();
  }

  /** How to reach it, with its password: not to be printed. */
  public synchronized String url() {
    return "postgres://%s:%s@127.0.0.1:%d/%s".formatted(USER, password, port, DATABASE);
  }

  /** The port on the loopback address. */
  public synchronized int port() {
    return port;
  }

  /** The id of its main process. */
  public synchronized long processId() {
    return running().pid();
  }

  /** Whether it runs. */
  public synchronized boolean alive() {
    return process != null && process.isAlive();
  }

  /** Waits until it has ended, for whatever reason. */
  public void awaitEnd() throws InterruptedException {
    Process waited;
    synchronized (this) {
      waited = running();
    }
    waited.waitFor();
  }

  private Process running() {
    Process started = process;
    if (started == null) throw new IllegalStateException("it was not started");
    return started;
  }

  /** Starts it again after it ended; on the same port if that is free. */
  public synchronized void restart() throws IOException {
    if (alive()) throw new IllegalStateException("it runs");
    run();
  }

  /** Stops it and keeps the folder; {@link #restart} or {@link #close} may follow. */
  public synchronized void stop(Stop how) throws IOException {
    Process started = process;
    if (started == null || !started.isAlive()) return;
    signal(started.pid(), how.signal);
    if (ended(started.toHandle(), STOP_SECONDS)) return;
    LOG.warn("{}: PostgreSQL does not stop; it is killed and will recover", folder);
    signal(started.pid(), "QUIT");
    if (ended(started.toHandle(), KILL_SECONDS)) return;
    started.destroyForcibly();
  }

  /** Stops it cleanly, which takes {@value #STOP_SECONDS} s at most, and lets go of the folder. */
  @Override
  public void close() throws IOException {
    try {
      stop(Stop.FAST);
    } finally {
      lock.close();
    }
  }

  /** Lets go of the folder and leaves the server running, as a process that is killed does. */
  void abandon() throws IOException {
    lock.close();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path log() {
    return folder.resolve("postgres.log");
  }

  /** Ends a server that outlived the process which had started it. */
  private void endOrphan() throws IOException {
    Path file = data().resolve("postmaster.pid");
    if (!Files.exists(file)) return;
    String first = Files.readString(file).lines().findFirst().orElse("").strip();
    if (!first.matches("[0-9]{1,9}")) return;
    ProcessHandle orphan = ProcessHandle.of(Long.parseLong(first)).orElse(null);
    // The number may be another program's by now.
    if (orphan == null
        || !orphan.info().command().map(Path::of).filter(this::isPostgres).isPresent()) return;
    LOG.info("{}: ending the PostgreSQL that a killed process left behind", folder);
    signal(orphan.pid(), Stop.FAST.signal);
    if (!ended(orphan, STOP_SECONDS))
      throw new IOException(folder + ": process " + first + " does not end");
  }

  private boolean isPostgres(Path command) {
    Path name = command.getFileName();
    return name != null && name.toString().equals("postgres");
  }

  private void initialise() throws IOException {
    if (Files.exists(data().resolve("PG_VERSION"))) return;
    Path half = folder.resolve("data.tmp");
    PostgresProgram.delete(half);
    Files.createDirectories(half);
    runner.own(folder);
    List<String> command = new ArrayList<>();
    command.add(program.resolve("bin/initdb").toString());
    command.addAll(List.of("--pgdata=" + half, "--username=" + USER));
    command.addAll(List.of("--pwfile=" + folder.resolve("password"), "--auth=scram-sha-256"));
    command.addAll(List.of("--encoding=UTF8", "--locale=C", "--no-instructions"));
    Process initdb = started(runner.command(command));
    if (!ended(initdb.toHandle(), INIT_SECONDS)) {
      initdb.destroyForcibly();
      throw new IOException(folder + ": initdb takes longer than " + INIT_SECONDS + " s");
    }
    if (exitValue(initdb) != 0) throw new IOException(folder + ": initdb failed:\n" + logTail());
    Files.move(half, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private void run() throws IOException {
    runner.own(folder);
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(READY_SECONDS);
    int preferred = lastPort();
    for (int attempt = 1; ; attempt++) {
      port = preferred;
      Process started = started(runner.detached(command()));
      process = started;
      if (awaitReady(started, deadlineNs)) {
        Files.writeString(folder.resolve("port"), port + "\n");
        return;
      }
      String why = logTail();
      boolean taken = why.contains("Address already in use") || why.contains("could not bind");
      // The processes of a killed server need a moment to notice.
      boolean leaving = why.contains("pre-existing shared memory block");
      if (taken) preferred = freePort();
      boolean again = (taken || leaving) && attempt < (leaving ? LEAVING_TRIES : PORT_TRIES);
      if (!again) throw new IOException(folder + ": PostgreSQL does not start:\n" + why);
      if (leaving) pause(5);
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(program.resolve("bin/postgres").toString());
    command.addAll(List.of("-D", data().toString(), "-p", Integer.toString(port)));
    Map<String, String> all = new LinkedHashMap<>(DURABLE);
    all.put("listen_addresses", "127.0.0.1");
    all.put("unix_socket_directories", "");
    all.put("log_checkpoints", "off");
    all.put("timezone", "UTC");
    all.putAll(settings);
    all.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  private int lastPort() throws IOException {
    Path file = folder.resolve("port");
    String text = Files.exists(file) ? Files.readString(file).strip() : "";
    if (text.matches("[0-9]{1,5}") && free(Integer.parseInt(text))) return Integer.parseInt(text);
    return freePort();
  }

  private static boolean free(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** False if it ended instead. */
  private boolean awaitReady(Process started, long deadlineNs) throws IOException {
    while (started.isAlive()) {
      if (answers()) return true;
      if (System.nanoTime() > deadlineNs) {
        started.destroyForcibly();
        throw new IOException(
            folder + ": PostgreSQL does not answer within " + READY_SECONDS + " s:\n" + logTail());
      }
      pause(1);
    }
    return false;
  }

  private boolean answers() {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "2");
    properties.setProperty("sslmode", "disable");
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
    try (Connection connection = new Driver().connect(url, properties)) {
      return connection != null;
    } catch (SQLException _) {
      return false;
    }
  }

  private Process started(List<String> command) throws IOException {
    Path log = log();
    if (Files.exists(log) && Files.size(log) > LOG_BYTES_MAX) Files.delete(log);
    logFrom = Files.exists(log) ? Files.size(log) : 0;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    builder.environment().put("TZ", "UTC");
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process started = builder.start();
    started.getOutputStream().close();
    return started;
  }

  /** Java can send only two signals; the program that comes with PostgreSQL sends any. */
  private void signal(long pid, String name) throws IOException {
    Process sender =
        started(
            runner.command(
                List.of(
                    program.resolve("bin/pg_ctl").toString(), "kill", name, Long.toString(pid))));
    if (!ended(sender.toHandle(), KILL_SECONDS)) sender.destroyForcibly();
  }

  private static int exitValue(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Also for a process that is not our child. */
  private static boolean ended(ProcessHandle process, int seconds) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (process.isAlive()) {
      if (System.nanoTime() > deadlineNs) return false;
      pause(1);
    }
    return true;
  }

  private static void pause(int looks) {
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(looks * LOOK_EVERY_MS));
  }

  private String logTail() throws IOException {
    if (!Files.exists(log())) return "";
    byte[] all = Files.readAllBytes(log());
    int from = Math.clamp(logFrom, Math.max(0, all.length - LOG_TAIL_BYTES), all.length);
    return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
  }

  @Override
  public String toString() {
    return "PostgreSQL on port " + port() + ", data in " + folder;
  }
}
