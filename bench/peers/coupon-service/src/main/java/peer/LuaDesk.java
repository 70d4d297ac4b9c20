package peer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.io.ClassPathResource;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.RecordId;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;
import org.springframework.stereotype.Service;

/**
 * Design d: a script in Redis answers at once, and a consumer of a stream writes the rows. The
 * script adds to the stream itself, so that no crash of the service comes between.
 */
@Service
@ConditionalOnProperty(name = "coupon.mode", havingValue = "lua")
public class LuaDesk implements ClaimDesk, SmartLifecycle {
  private static final String STREAM = "claims";
  private static final String GROUP = "rows";
  private static final Consumer CONSUMER = Consumer.from(GROUP, "service");
  private static final Duration BLOCK = Duration.ofMillis(500);
  private static final long PAUSE_MS = 100;

  private final StringRedisTemplate redis;
  private final ClaimTable table;
  private final CouponProperties coupon;
  private final RedisScript<String> script =
      new DefaultRedisScript<>(read("claim.lua"), String.class);
  private volatile Thread consumer;

  LuaDesk(StringRedisTemplate redis, ClaimTable table, CouponProperties coupon) {
    this.redis = redis;
    this.table = table;
    this.coupon = coupon;
  }

  private static String read(String name) {
    try {
      return new ClassPathResource(name).getContentAsString(java.nio.charset.StandardCharsets.UTF_8);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Override
  public void opened(long offer, long total) {
    redis.opsForValue().set("stock:" + offer, Long.toString(total));
  }

  @Override
  public ClaimState claim(long offer, long user) {
    String said =
        redis.execute(
            script,
            List.of("stock:" + offer, "users:" + offer, STREAM),
            Long.toString(offer),
            Long.toString(user));
    return ClaimState.valueOf(said);
  }

  @Override
  public ClaimState status(long offer, long user) {
    if (table.has(offer, user)) return ClaimState.ISSUED;
    Boolean sold = redis.opsForSet().isMember("users:" + offer, Long.toString(user));
    return Boolean.TRUE.equals(sold) ? ClaimState.WAITING : ClaimState.UNKNOWN;
  }

  @Override
  public long backlog() {
    Long size = redis.opsForStream().size(STREAM);
    return size == null ? 0 : size;
  }

  @Override
  public void start() {
    consumer = Thread.ofPlatform().name("stream-consumer").start(this::consume);
  }

  @Override
  public void stop() {
    Thread running = consumer;
    consumer = null;
    running.interrupt();
  }

  @Override
  public boolean isRunning() {
    return consumer != null;
  }

  /** First what was read and not acknowledged before a crash, then what is new. */
  private void consume() {
    ReadOffset from = ReadOffset.from("0");
    while (consumer == Thread.currentThread()) {
      try {
        List<MapRecord<String, Object, Object>> records =
            redis
                .opsForStream()
                .read(
                    CONSUMER,
                    StreamReadOptions.empty().count(coupon.streamBatch()).block(BLOCK),
                    StreamOffset.create(STREAM, from));
        if (records == null || records.isEmpty()) from = ReadOffset.lastConsumed();
        else write(records);
      } catch (DataAccessException e) {
        // Neither Redis nor the database loses what was not acknowledged: read it again.
        from = ReadOffset.from("0");
        recover(e);
      }
    }
  }

  private void write(List<MapRecord<String, Object, Object>> records) {
    Map<Long, List<Long>> byOffer =
        records.stream()
            .collect(
                Collectors.groupingBy(
                    one -> number(one, "offer"),
                    Collectors.mapping(one -> number(one, "user"), Collectors.toList())));
    byOffer.forEach(table::write);
    RecordId[] ids = records.stream().map(MapRecord::getId).toArray(RecordId[]::new);
    redis.opsForStream().acknowledge(STREAM, GROUP, ids);
    redis.opsForStream().delete(STREAM, ids);
  }

  private static long number(MapRecord<String, Object, Object> one, String field) {
    return Long.parseLong(one.getValue().get(field).toString());
  }

  private void recover(DataAccessException why) {
    try {
      if (why instanceof RedisSystemException) createGroup();
      Thread.sleep(PAUSE_MS);
    } catch (DataAccessException e) {
      // The group is there already, or Redis is not back: the next read tells.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void createGroup() {
    redis.opsForStream().createGroup(STREAM, ReadOffset.from("0"), GROUP);
  }
}
