package peer;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** What application.yaml says below {@code coupon}. */
@ConfigurationProperties("coupon")
public record CouponProperties(
    String mode,
    Duration lockWait,
    Duration lockLease,
    int streamBatch,
    int queuePerSecond,
    int queueBatch) {}
