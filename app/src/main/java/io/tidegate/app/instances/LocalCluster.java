package io.tidegate.app.instances;

import io.tidegate.app.instances.KeptInstance.Command;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The instances of one machine, and the PostgreSQL that they share where they have no other.
 *
 * <pre>
 * data/up.lock        held while they run
 *      postgres/      PostgreSQL, its data and its program
 *      secrets/       the keys that all instances have
 *      instances/N/   what the instance N keeps for itself: its access log
 *      gate/          the registry of the gate and its keys
 * </pre>
 *
 * Thread-safe.
 */
public final class LocalCluster implements Closeable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);

  /** Where instances of one machine reach one another. */
  public static final String LINK_HOST = "127.0.0.1";

  private static final String STORE = "TIDEGATE_CLUSTER_STORE";
  private static final String REGISTER = "TIDEGATE_CLUSTER_REGISTER";
  private static final Duration FIRST_START = Duration.ofMinutes(2);
  private static final Duration ASK = Duration.ofSeconds(1);

  /**
   * What the instances are.
   *
   * @param host on which they listen
   * @param port of the first; 0 for any
   * @param words what {@code serve} is told besides
   * @param registry where they enter themselves; null for nowhere
   * @param stopBound how long one may take to stop
   * @param links ports at which they listen for one another and for gates; as many as there may be
   *     instances at once
   */
  public record Plan(
      String host,
      int port,
      List<String> words,
      @Nullable String registry,
      Duration stopBound,
      List<Integer> links) {
    /** Keeps a copy of the ports. */
    public Plan {
      links = List.copyOf(links);
    }
  }

  private final Path data;
  private final FileChannel lock;
  private final OrphanGuard guard;
  private final @Nullable KeptPostgres postgres;
  private final @Nullable String store;
  private final List<KeptInstance> instances = new CopyOnWriteArrayList<>();
  private volatile @Nullable Plan plan;

  private LocalCluster(Path data, FileChannel lock, OrphanGuard guard, @Nullable String store)
      throws IOException {
    this.data = data;
    this.lock = lock;
    this.guard = guard;
    this.store = store;
    postgres =
        store == null ? KeptPostgres.start(data.resolve("postgres"), this::postgresMoved) : null;
  }

  /**
   * Takes the folder, and starts PostgreSQL in it unless there is another home.
   *
   * @param store null for a PostgreSQL in the folder
   * @throws IOException if another has the folder, or PostgreSQL does not start; the message says
   *     which and why
   */
  public static LocalCluster open(Path folder, @Nullable String store) throws IOException {
    Path data = folder.toAbsolutePath().normalize();
    Files.createDirectories(data);
    FileChannel lock = lock(data);
    OrphanGuard guard = null;
    try {
      refuseLoneLog(data);
      guard = OrphanGuard.start(KeptPostgres.processFile(data.resolve("postgres")));
      return new LocalCluster(data, lock, guard, store);
    } catch (IOException | RuntimeException e) {
      if (guard != null) guard.close();
      lock.close();
      throw e;
    }
  }

  private static FileChannel lock(Path data) throws IOException {
    Path file = data.resolve("up.lock");
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      FileLock held = channel.tryLock();
      if (held != null) {
        channel.truncate(0);
        channel.write(
            ByteBuffer.wrap(
                Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return channel;
      }
    } catch (OverlappingFileLockException _) {
      // held by this process
    }
    channel.close();
    throw new IOException(
        "%s: another `up --instances` runs here (process %s); --data names another folder"
            .formatted(data, Files.readString(file).strip()));
  }

  /** The claims of a service that ran alone would seem to be gone. */
  private static void refuseLoneLog(Path data) throws IOException {
    try (DirectoryStream<Path> journal = Files.newDirectoryStream(data, "journal-*")) {
      if (!journal.iterator().hasNext()) return;
    }
    throw new IOException(
        data
            + " holds the log of a service that runs alone, which instances cannot share: --data"
            + " names another folder");
  }

  /** Starts the first instances, all at once, and returns when all of them serve. */
  public void start(Plan plan, int count) throws IOException, InterruptedException {
    this.plan = plan;
    if (plan.port() != 0 && !free(plan.host(), plan.port()))
      throw new IOException("port " + plan.port() + " is taken (--port takes another, 0 any)");
    for (int i = 0; i < count; i++) add(plan);
    for (KeptInstance instance : instances) instance.awaitServing(FIRST_START);
  }

  private KeptInstance add(Plan plan) {
    int number = instances.size() + 1;
    String name = "tidegate-" + number;
    KeptInstance instance =
        KeptInstance.start(
            name, port -> command(plan, name, number, port), LocalCluster::say, _ -> tellGuard());
    instances.add(instance);
    return instance;
  }

  /** Each line in one call, on the standard error, as its own log. */
  private static void say(String name, String line) {
    boolean json = line.startsWith("{");
    byte[] bytes = ((json ? line : name + " | " + line) + "\n").getBytes(StandardCharsets.UTF_8);
    PrintStream err = System.err;
    synchronized (err) {
      err.write(bytes, 0, bytes.length);
      err.flush();
    }
  }

  private Command command(Plan plan, String name, int number, int port) {
    List<String> words =
        new ArrayList<>(ChildJvm.command("io.tidegate.app.Main", plan.links().size()));
    words.add("serve");
    words.addAll(plan.words());
    words.addAll(List.of("--name", name, "--host", plan.host()));
    words.addAll(List.of("--port", Integer.toString(port(plan, number, port))));
    String link = Integer.toString(plan.links().get(number - 1));
    words.addAll(List.of("--cluster-host", LINK_HOST, "--cluster-port", link));
    words.addAll(List.of("--data", data.resolve("instances").resolve(name).toString()));
    words.add("--with-parent");
    // Not on the command line, which everybody may read: both have a password in them.
    Map<String, String> environment = new HashMap<>();
    environment.put(STORE, url());
    if (plan.registry() != null) environment.put(REGISTER, plan.registry());
    return new Command(words, environment);
  }

  /** The one it had, the one after its neighbour's, or any. */
  private static int port(Plan plan, int number, int last) {
    int wanted = last != 0 ? last : plan.port() == 0 ? 0 : plan.port() + number - 1;
    boolean chosen = number == 1 && plan.port() != 0; // nobody would find it elsewhere
    return chosen || (wanted <= 65_535 && free(plan.host(), wanted)) ? wanted : 0;
  }

  /** Ports that are free now, for instances to listen at. */
  public static List<Integer> freeLinks(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } finally {
      for (ServerSocket socket : held) socket.close();
    }
  }

  private static boolean free(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private synchronized void tellGuard() {
    try {
      guard.watch(
          instances.stream().mapToLong(KeptInstance::processId).filter(id -> id != 0).toArray());
    } catch (IOException e) {
      LOG.warn("Nobody would end the instances if this process were killed: {}", e.getMessage());
    }
  }

  private void postgresMoved() {
    LOG.warn("PostgreSQL has another port now, so the instances start again.");
    instances.forEach(KeptInstance::startAgain);
  }

  private String url() {
    if (store != null) return store;
    if (postgres == null) throw new IllegalStateException("there is no home");
    return postgres.url();
  }

  /** What the home is, for people; without a password. */
  public String home() {
    return postgres == null
        ? "the PostgreSQL of --store"
        : "PostgreSQL of its own on port " + postgres.port();
  }

  /** The instances, in their order. */
  public List<KeptInstance> instances() {
    return List.copyOf(instances);
  }

  // ---- its end ----

  /**
   * Stops the instances, whoever leads as the last, and PostgreSQL behind them.
   *
   * @return whether all of them finished what they had accepted
   */
  public boolean stop() throws IOException, InterruptedException {
    Plan known = plan;
    boolean finished = true;
    try {
      if (known != null) finished = stopInstances(known);
    } finally {
      close();
    }
    return finished;
  }

  private boolean stopInstances(Plan known) throws InterruptedException {
    KeptInstance leader = leader(known.host());
    instances.stream().filter(one -> one != leader).forEach(KeptInstance::beginStop);
    boolean finished = true;
    for (KeptInstance one : instances) if (one != leader) finished &= one.stop(known.stopBound());
    if (leader != null) finished &= leader.stop(known.stopBound());
    return finished;
  }

  /** Whoever says that it leads; null if that cannot be found out. */
  private @Nullable KeptInstance leader(String host) throws InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(ASK).build()) {
      for (KeptInstance one : instances)
        if (one.port() != 0 && leads(client, host, one.port())) return one;
    }
    return null;
  }

  private static boolean leads(HttpClient client, String host, int port)
      throws InterruptedException {
    String name = host.contains(":") ? "[" + host + "]" : host;
    URI ask = URI.create("http://" + name + ":" + port + "/readyz?verbose");
    HttpRequest request = HttpRequest.newBuilder(ask).timeout(ASK).build();
    try {
      return client.send(request, BodyHandlers.ofString()).body().contains("\"leading at record");
    } catch (IOException _) {
      return false;
    }
  }

  /** Ends what still runs and lets go of the folder. */
  @Override
  public void close() throws IOException {
    instances.forEach(KeptInstance::beginStop);
    try {
      if (postgres != null) postgres.close();
    } finally {
      guard.close();
      lock.close();
    }
  }
}
