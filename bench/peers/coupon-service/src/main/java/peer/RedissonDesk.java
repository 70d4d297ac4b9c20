package peer;

import java.util.concurrent.TimeUnit;
import org.redisson.Redisson;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Design c: a lock in Redis around a transaction that reads, checks and writes. */
@Configuration
@ConditionalOnProperty(name = "coupon.mode", havingValue = "redisson")
public class RedissonDesk {

  @Bean(destroyMethod = "shutdown")
  RedissonClient redisson(@Value("${spring.data.redis.url}") String url) {
    Config config = new Config();
    config.useSingleServer().setAddress(url);
    return Redisson.create(config);
  }

  @Bean
  ClaimDesk desk(
      RedissonClient redisson,
      PlatformTransactionManager transactions,
      JdbcTemplate jdbc,
      ClaimTable table,
      CouponProperties coupon) {
    return new Desk(redisson, new TransactionTemplate(transactions), jdbc, table, coupon);
  }

  private record Desk(
      RedissonClient redisson,
      TransactionTemplate transaction,
      JdbcTemplate jdbc,
      ClaimTable table,
      CouponProperties coupon)
      implements ClaimDesk {

    @Override
    public ClaimState claim(long offer, long user) {
      RLock lock = redisson.getLock("offer:" + offer);
      if (!tryLock(lock)) return ClaimState.BUSY;
      try {
        // The transaction is inside: it has committed when the lock is given back.
        return transaction.execute(_ -> readAndWrite(offer, user));
      } finally {
        if (lock.isHeldByCurrentThread()) lock.unlock();
      }
    }

    private boolean tryLock(RLock lock) {
      try {
        return lock.tryLock(
            coupon.lockWait().toMillis(), coupon.lockLease().toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private ClaimState readAndWrite(long offer, long user) {
      Long left =
          jdbc.queryForObject("select total - issued from offer where id = ?", Long.class, offer);
      if (left == null || left <= 0) return ClaimState.SOLD_OUT;
      if (table.has(offer, user)) return ClaimState.DUPLICATE;
      jdbc.update("update offer set issued = issued + 1 where id = ?", offer);
      jdbc.update(
          "insert into claim (id, offer_id, user_id) values (nextval('claim_seq'), ?, ?)",
          offer,
          user);
      return ClaimState.ISSUED;
    }

    @Override
    public ClaimState status(long offer, long user) {
      return table.has(offer, user) ? ClaimState.ISSUED : ClaimState.UNKNOWN;
    }
  }
}
