package io.tidegate.bench.scale;

import io.tidegate.bench.load.RequestTemplate;
import io.tidegate.bench.machine.Usage;
import io.tidegate.bench.peer.Server;
import io.tidegate.bench.peer.Subject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One design of the Spring Boot service, as its users start it: {@code java -jar}, with the JVM's
 * own choices.
 */
final class CouponPeer implements ScaleSubject {
  private static final int SECONDS_MAX = 120;
  private static final Duration CALL_MAX = Duration.ofSeconds(20);
  private static final long POLL_MS = 50;

  private final CouponMode mode;
  private final Path jar;
  private final Path log;
  private final int port = Subject.freePort();
  private final Database database;
  private final @Nullable Redis redis;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private Server server;

  private CouponPeer(CouponMode mode, Path jar, Path log, Database database, @Nullable Redis redis)
      throws IOException, InterruptedException {
    this.mode = mode;
    this.jar = jar;
    this.log = log;
    this.database = database;
    this.redis = redis;
    server = exec();
  }

  /**
   * Starts one on an emptied database and Redis.
   *
   * @param jar of the service
   * @param redis null only for a mode that needs none
   */
  static CouponPeer start(
      CouponMode mode, Path jar, Path folder, Database database, @Nullable Redis redis)
      throws IOException, InterruptedException {
    if (mode.needsRedis && redis == null) throw new IllegalArgumentException(mode + " needs Redis");
    database.empty();
    if (redis != null) redis.empty();
    return new CouponPeer(mode, jar, folder.resolve(mode.property() + ".log"), database, redis);
  }

  private Server exec() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", jar.toString(), "--server.port=" + port));
    command.add("--coupon.mode=" + mode.property());
    command.add("--spring.datasource.url=" + database.url());
    if (redis != null) command.add("--spring.data.redis.url=" + redis.url());
    return Server.start(command, Map.of(), port, "/backlog", log, SECONDS_MAX);
  }

  @Override
  public String name() {
    return mode.title;
  }

  @Override
  public String yesMeans() {
    return mode.yesMeans;
  }

  @Override
  public List<Integer> ports() {
    return List.of(port);
  }

  @Override
  public String claim(long offer) {
    return "POST /offers/%d/claims HTTP/1.1\r\nHost: localhost\r\nUser-Id: %s\r\nContent-Length: 0\r\n\r\n"
        .formatted(offer, RequestTemplate.USER);
  }

  @Override
  public int yesStatus() {
    return mode == CouponMode.ZSET ? 202 : 201;
  }

  @Override
  public String status(long offer) {
    return "GET /offers/%d/claims/%s HTTP/1.1\r\nHost: localhost\r\n\r\n"
        .formatted(offer, RequestTemplate.USER);
  }

  @Override
  public void open(long offer, long units) throws IOException, InterruptedException {
    call("PUT", "/offers/" + offer + "?total=" + units);
  }

  @Override
  public long backlog() throws IOException, InterruptedException {
    return Long.parseLong(call("GET", "/backlog").strip());
  }

  private String call(String method, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(CALL_MAX)
            .method(method, BodyPublishers.noBody())
            .build();
    HttpResponse<String> reply = http.send(request, BodyHandlers.ofString());
    if (reply.statusCode() != 200)
      throw new IOException(method + " " + path + ": " + reply.statusCode() + " " + reply.body());
    return reply.body();
  }

  @Override
  public List<Issued> issued(long offer) throws IOException {
    return database.claims(offer);
  }

  @Override
  public Map<Part, Usage> usage() {
    Map<Part, Usage> usage = new EnumMap<>(Part.class);
    usage.put(Part.SERVICE, server.usage());
    usage.put(Part.DATABASE, database.usage());
    usage.put(Part.REDIS, redis == null || !mode.needsRedis ? new Usage(0, 0) : redis.usage());
    return usage;
  }

  @Override
  public List<Kill> kills() {
    List<Kill> kills = new ArrayList<>();
    kills.add(new ServiceKill());
    if (redis != null && mode.redisDecides()) {
      kills.add(new RedisKill(redis));
      kills.add(new Failover(redis, "failover, up to date", 0));
      kills.add(new Failover(redis, "failover, 0.2 s behind", 200));
    }
    return kills;
  }

  private final class ServiceKill implements Kill {
    @Override
    public String name() {
      return "service";
    }

    @Override
    public void kill() {
      server.kill();
    }

    @Override
    public void recover() throws IOException, InterruptedException {
      server = exec();
    }
  }

  private final class RedisKill implements Kill {
    private final Redis redis;

    RedisKill(Redis redis) {
      this.redis = redis;
    }

    @Override
    public String name() {
      return "Redis, restarted";
    }

    @Override
    public void kill() {
      redis.kill();
    }

    @Override
    public void recover() throws IOException, InterruptedException {
      redis.restart();
      awaitRedis();
    }
  }

  private final class Failover implements Kill {
    private final Redis redis;
    private final String name;
    private final long behindMs;

    Failover(Redis redis, String name, long behindMs) {
      this.redis = redis;
      this.name = name;
      this.behindMs = behindMs;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
      redis.replicate();
    }

    @Override
    public void kill() throws IOException, InterruptedException {
      if (behindMs > 0) {
        redis.cutReplica();
        Thread.sleep(behindMs); // how far behind it is, not a wait for something
      }
      redis.kill();
    }

    @Override
    public void recover() throws IOException, InterruptedException {
      redis.promote();
      awaitRedis();
    }
  }

  /** The service's client reconnects by itself, with a pause that grows. */
  private void awaitRedis() throws IOException, InterruptedException {
    long endNs = System.nanoTime() + SECONDS_MAX * 1_000_000_000L;
    while (true) {
      try {
        backlog();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > endNs) throw e;
        Thread.sleep(POLL_MS);
      }
    }
  }

  @Override
  public void close() {
    server.close();
    http.close();
  }
}
