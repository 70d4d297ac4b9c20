package io.tidegate.app.service;

import io.tidegate.http.json.JsonWriter;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters an instance into the registry of a gate, by the calls of Eureka, and keeps it there: on
 * the daemon thread {@code registry-client}, which holds nothing up. A registry that cannot be
 * reached is tried again, at most every {@value #BACK_OFF_MS_MOST} ms.
 *
 * <pre>
 *   STARTING ──ready──▶ UP ◀──ready / not──▶ DOWN ──▶ OUT_OF_SERVICE ──▶ taken out
 *                                                     (leave)            (close)
 * </pre>
 *
 * It is {@code UP} only while the service would say that it is ready. What it says of itself is
 * told when it changes; else the lease is renewed every {@value #RENEW_SECONDS} s.
 */
public final class RegistryClient implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RegistryClient.class);

  private static final int RENEW_SECONDS = 5;
  private static final int LEASE_SECONDS = 15;
  private static final long LOOK_MS = 100;
  private static final int BACK_OFF_MS_LEAST = 250;
  private static final int BACK_OFF_MS_MOST = 10_000;
  private static final int DOUBLINGS_MOST = 8;
  private static final Duration CONNECT = Duration.ofSeconds(1);
  private static final Duration CALL = Duration.ofSeconds(2);

  /** From the registry's word to the last request that a gate sends here. */
  private static final Duration HEARD = Duration.ofMillis(100);

  /** How an instance is, in the words of Eureka. */
  private enum Status {
    STARTING,
    UP,
    DOWN,
    OUT_OF_SERVICE
  }

  /**
   * What is entered.
   *
   * @param registry its base, with the key as password, such as {@code
   *     http://any:KEY@127.0.0.1:9901/eureka/}
   * @param application to which the instance belongs
   * @param id what tells it from the others; the same again after a start
   * @param host where gates reach it
   * @param port where gates reach it
   */
  public record Entry(URI registry, String application, String id, String host, int port) {

    /** An application's name is in upper case. */
    public Entry {
      application = application.toUpperCase(Locale.ROOT);
    }

    /**
     * Of a service that listens there.
     *
     * @param listens a host; where it stands for all addresses, the one on the way to the registry
     *     is entered
     * @throws IOException if the registry's address is none, or one of the hosts has none
     */
    static Entry of(String registry, String application, String id, String listens, int port)
        throws IOException {
      try {
        URI at = URI.create(registry.endsWith("/") ? registry : registry + "/");
        if (at.getHost() == null) throw new IOException("cluster.register names no host");
        return new Entry(at, application, id, reachable(listens, at), port);
      } catch (IllegalArgumentException e) {
        throw new IOException("cluster.register is no URL: " + e.getMessage(), e);
      }
    }

    private static String reachable(String listens, URI registry) throws IOException {
      if (!InetAddress.getByName(listens).isAnyLocalAddress()) return listens;
      int port = registry.getPort() < 0 ? 80 : registry.getPort();
      try (DatagramSocket way = new DatagramSocket()) {
        way.connect(new InetSocketAddress(registry.getHost(), port)); // sends nothing
        return way.getLocalAddress().getHostAddress();
      }
    }
  }

  private final Entry entry;
  private final BooleanSupplier ready;
  private final HttpClient http;
  private final Thread thread;
  private final CountDownLatch left = new CountDownLatch(1);
  private volatile boolean leaving;
  private volatile boolean closed;

  private volatile @Nullable Status told;

  // Confined to the thread.
  private boolean wasUp;
  private long dirtyMs;
  private long dueNs;
  private int failures;

  private RegistryClient(Entry entry, BooleanSupplier ready) {
    this.entry = entry;
    this.ready = ready;
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    thread = Thread.ofPlatform().daemon().name("registry-client").unstarted(this::run);
  }

  /**
   * Begins to enter it.
   *
   * @param ready whether it takes work; asked every {@value #LOOK_MS} ms
   */
  public static RegistryClient start(Entry entry, BooleanSupplier ready) {
    RegistryClient client = new RegistryClient(entry, ready);
    client.dueNs = System.nanoTime();
    client.thread.start();
    return client;
  }

  /**
   * Takes itself out of service, for good: gates send nothing more here, and what they have sent is
   * still answered. Returns once the registry was told, or could not be.
   */
  public void leave(Duration most) throws InterruptedException {
    if (leaving) return;
    leaving = true;
    LockSupport.unpark(thread);
    if (left.await(most.toMillis(), TimeUnit.MILLISECONDS)) Thread.sleep(HEARD);
  }

  /** Takes it out of the registry, and ends; within some seconds, also if nobody answers. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CALL);
      if (told != null) call("DELETE", instancePath(), null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.debug("The registry was not told of the end: {}", e.toString());
    } finally {
      http.shutdownNow();
    }
  }

  // ---- the thread ----

  private void run() {
    try {
      while (!closed) {
        Status wanted = wanted();
        boolean last = wanted == Status.OUT_OF_SERVICE && told != wanted;
        boolean news = told != null && wanted != told && failures == 0;
        if (last || news || System.nanoTime() - dueNs >= 0) tell(wanted);
        if (last) left.countDown();
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(LOOK_MS));
        if (Thread.interrupted()) return;
      }
    } catch (InterruptedException _) {
      // closed
    } finally {
      left.countDown();
    }
  }

  private Status wanted() {
    if (leaving) return Status.OUT_OF_SERVICE;
    if (ready.getAsBoolean()) return Status.UP;
    return wasUp ? Status.DOWN : Status.STARTING;
  }

  private void tell(Status wanted) throws InterruptedException {
    try {
      if (wanted != told || call("PUT", renewal(), null) == 404) register(wanted);
      if (failures > 0) LOG.info("The registry at {} answers again.", where());
      failures = 0;
      dueNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(RENEW_SECONDS);
    } catch (IOException e) {
      if (failures == 0 && !leaving)
        LOG.warn("The registry at {} is not told that this is {}: {}", where(), wanted, text(e));
      failures++;
      dueNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backOffMs());
    }
  }

  private void register(Status status) throws IOException, InterruptedException {
    dirtyMs = Math.max(dirtyMs + 1, System.currentTimeMillis());
    int answer = call("POST", "apps/" + entry.application(), document(status));
    if (answer / 100 != 2) throw new IOException("it answers " + answer);
    if (status != told) LOG.info("This is {} in the registry at {}.", status, where());
    told = status;
    wasUp |= status == Status.UP;
  }

  /** With jitter, so that instances which lost one registry do not all come back at once. */
  private long backOffMs() {
    int doublings = Math.min(failures - 1, DOUBLINGS_MOST);
    int most = Math.min(BACK_OFF_MS_MOST, BACK_OFF_MS_LEAST << doublings);
    return ThreadLocalRandom.current().nextLong(most / 2, most + 1);
  }

  // ---- the calls ----

  private int call(String method, String path, byte @Nullable [] json)
      throws IOException, InterruptedException {
    BodyPublisher body = json == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(json);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(bare().resolve(path))
            .timeout(CALL)
            .header("Accept", "application/json")
            .method(method, body);
    if (json != null) request.header("Content-Type", "application/json");
    String user = entry.registry().getUserInfo();
    if (user != null)
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    int status = http.send(request.build(), BodyHandlers.discarding()).statusCode();
    if (status == 401 || status == 403)
      throw new IOException("it refuses the key (" + status + ")");
    if (status >= 500) throw new IOException("it answers " + status);
    return status;
  }

  /** The registry's address without the key. */
  private URI bare() {
    URI with = entry.registry();
    String port = with.getPort() < 0 ? "" : ":" + with.getPort();
    return URI.create(with.getScheme() + "://" + with.getHost() + port + with.getRawPath());
  }

  private String where() {
    return bare().toString();
  }

  private static String text(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private String instancePath() {
    String id = URLEncoder.encode(entry.id(), StandardCharsets.UTF_8).replace("+", "%20");
    return "apps/" + entry.application() + "/" + id;
  }

  private String renewal() {
    return instancePath() + "?lastDirtyTimestamp=" + dirtyMs;
  }

  private byte[] document(Status status) {
    JsonWriter json = new JsonWriter(512).beginObject().name("instance").beginObject();
    json.member("instanceId", entry.id()).member("app", entry.application());
    json.member("hostName", entry.host()).member("ipAddr", entry.host());
    json.member("vipAddress", entry.application().toLowerCase(Locale.ROOT));
    json.member("status", status.name());
    json.name("port").beginObject();
    json.anyName("$").value(entry.port()).anyName("@enabled").value("true").endObject();
    json.name("dataCenterInfo").beginObject().member("name", "MyOwn");
    json.anyName("@class")
        .value("com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo")
        .endObject();
    json.name("leaseInfo").beginObject();
    json.member("renewalIntervalInSecs", RENEW_SECONDS);
    json.member("durationInSecs", LEASE_SECONDS).endObject();
    json.member("lastDirtyTimestamp", Long.toString(dirtyMs));
    return json.endObject().endObject().toBytes();
  }
}
