package io.tidegate.bench.scale;

import java.util.Locale;

/** The five designs of {@code bench/peers/coupon-service}. */
enum CouponMode {
  /** SELECT FOR UPDATE of the offer's row. */
  PESSIMISTIC("a: row lock", "row is committed", false),
  /** UPDATE where units are left, and INSERT with UNIQUE. */
  CONDITIONAL("b: conditional UPDATE", "row is committed", false),
  /** A lock in Redis around a transaction. */
  REDISSON("c: Redisson lock", "row is committed", true),
  /** A script in Redis, and a consumer of its stream. */
  LUA("d: Redis Lua + stream", "Redis has it in memory", true),
  /** A queue in Redis, and a scheduler. */
  ZSET("e: Redis ZSET queue", "in line (202)", true);

  /** What the tables call it. */
  final String title;

  /** What its first good answer means. */
  final String yesMeans;

  final boolean needsRedis;

  CouponMode(String title, String yesMeans, boolean needsRedis) {
    this.title = title;
    this.yesMeans = yesMeans;
    this.needsRedis = needsRedis;
  }

  /** As the service's property says it. */
  String property() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether Redis decides, so that its loss is a loss of answers. */
  boolean redisDecides() {
    return this == LUA || this == ZSET;
  }
}
