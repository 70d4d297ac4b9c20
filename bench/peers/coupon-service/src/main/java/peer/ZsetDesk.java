package peer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.ZSetOperations.TypedTuple;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Design e: a queue in a sorted set, by time of arrival; a scheduler serves so many a second. */
@Service
@ConditionalOnProperty(name = "coupon.mode", havingValue = "zset")
public class ZsetDesk implements ClaimDesk {
  private static final String OFFERS = "offers";

  private final StringRedisTemplate redis;
  private final ClaimTable table;
  private final CouponProperties coupon;
  private final AtomicLong inHand = new AtomicLong();

  ZsetDesk(StringRedisTemplate redis, ClaimTable table, CouponProperties coupon) {
    this.redis = redis;
    this.table = table;
    this.coupon = coupon;
  }

  @Override
  public void opened(long offer, long total) {
    redis.opsForSet().add(OFFERS, Long.toString(offer));
  }

  @Override
  public ClaimState claim(long offer, long user) {
    redis.opsForZSet().addIfAbsent(queue(offer), Long.toString(user), System.currentTimeMillis());
    return ClaimState.WAITING;
  }

  @Override
  public ClaimState status(long offer, long user) {
    Object decided = redis.opsForHash().get(decisions(offer), Long.toString(user));
    if (decided != null) return ClaimState.valueOf(decided.toString());
    if (redis.opsForZSet().rank(queue(offer), Long.toString(user)) != null) return ClaimState.WAITING;
    return table.has(offer, user) ? ClaimState.ISSUED : ClaimState.UNKNOWN;
  }

  @Override
  public long backlog() {
    long waiting = inHand.get();
    for (String offer : offers()) {
      Long size = redis.opsForZSet().zCard(queue(Long.parseLong(offer)));
      waiting += size == null ? 0 : size;
    }
    return waiting;
  }

  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
  void serve() {
    for (String offer : offers()) serve(Long.parseLong(offer));
  }

  private void serve(long offer) {
    for (int left = coupon.queuePerSecond(); left > 0; ) {
      Set<TypedTuple<String>> first =
          redis.opsForZSet().popMin(queue(offer), Math.min(left, coupon.queueBatch()));
      if (first == null || first.isEmpty()) return;
      inHand.addAndGet(first.size());
      try {
        decide(offer, first.stream().map(one -> Long.valueOf(one.getValue())).toList());
      } finally {
        inHand.addAndGet(-first.size());
      }
      left -= first.size();
    }
  }

  private void decide(long offer, List<Long> users) {
    int served = table.sell(offer, users);
    Map<String, String> decided = new HashMap<>();
    for (int i = 0; i < users.size(); i++)
      decided.put(
          users.get(i).toString(), (i < served ? ClaimState.ISSUED : ClaimState.SOLD_OUT).name());
    redis.opsForHash().putAll(decisions(offer), decided);
  }

  private Set<String> offers() {
    Set<String> offers = redis.opsForSet().members(OFFERS);
    return offers == null ? Set.of() : offers;
  }

  private static String queue(long offer) {
    return "queue:" + offer;
  }

  private static String decisions(long offer) {
    return "decisions:" + offer;
  }
}
