package io.tidegate.store.postgres;

import io.tidegate.store.postgres.local.LocalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL for tests: one for the whole run, or one of a test's own. */
public final class TestPostgres {
  private static final AtomicInteger REALMS = new AtomicInteger();
  private static @Nullable LocalPostgres shared;

  private TestPostgres() {}

  /** The one that all tests of this process share; it ends with the process. */
  public static synchronized LocalPostgres shared() throws IOException {
    LocalPostgres running = shared;
    if (running != null) return running;
    Path folder = Files.createTempDirectory("tidegate-postgres-");
    LocalPostgres started = start(folder, Map.of());
    shared = started;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, folder)));
    return started;
  }

  /** One of its own, with the program that all share. */
  public static LocalPostgres start(Path folder, Map<String, String> settings) throws IOException {
    return LocalPostgres.start(folder, programs(), settings);
  }

  /** Where the program is unpacked once for all runs of tests by this user. */
  public static Path programs() {
    String name = "tidegate-test-programs-" + System.getProperty("user.name");
    return Path.of(System.getProperty("java.io.tmpdir"), name);
  }

  /** A realm that nobody has, in the shared one. */
  public static String newRealm() throws IOException {
    return shared().url() + "?realm=test-" + REALMS.incrementAndGet();
  }

  /** The same URL on another port, where a proxy listens. */
  public static String onPort(String url, int port) {
    return url.replaceFirst("@127.0.0.1:[0-9]+/", "@127.0.0.1:" + port + "/");
  }

  private static void end(LocalPostgres server, Path folder) {
    try {
      server.close();
      List<Path> all;
      try (Stream<Path> walk = Files.walk(folder)) {
        all = walk.sorted(Comparator.reverseOrder()).toList();
      }
      for (Path path : all) Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
