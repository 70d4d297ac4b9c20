package io.tidegate.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.bench.load.OpenLoop;
import io.tidegate.bench.scale.ScaleSubject.Issued;
import io.tidegate.testkit.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a peer that a run of the bench has built: no test of ours downloads Spring Boot. */
class CouponPeerTest {
  private static final int UNITS = 40;
  private static final int USERS = 60;
  private static final long WAIT_NS = 20_000_000_000L;

  @TempDir private Path folder;

  @Test
  void a_small_sale_by_redis_and_its_stream_sells_every_unit_once_and_its_rows_follow()
      throws IOException, InterruptedException {
    Needs.program("redis-server");
    Needs.program("redis-cli");
    Path jar = Path.of("..", ".tidegate", "coupon-service", "coupon-service.jar");
    Needs.that(Files.exists(jar), "no bench has built the coupon service yet");

    try (Database database =
            Database.start(folder.resolve("postgres"), folder.resolve("programs"));
        Redis redis = Redis.start(folder);
        CouponPeer peer = CouponPeer.start(CouponMode.LUA, jar, folder, database, redis)) {
      SaleRecords records = new SaleRecords(100_000_000_000L, USERS);
      peer.open(1, UNITS);
      AtomicInteger next = new AtomicInteger();
      SaleLoad load = new SaleLoad(records, peer.claim(1), next::getAndIncrement, USERS);
      OpenLoop.run(peer.ports(), load, load, 8, OpenLoop.UNPACED, 20, peer.yesStatus());

      List<Long> rows = rows(peer);
      SaleAudit audit = SaleAudit.of(UNITS, rows, records);
      assertThat(rows).hasSize(UNITS);
      assertThat(audit.yes()).isEqualTo(UNITS);
      assertThat(records.count(SaleRecords.Told.NO)).isEqualTo(USERS - UNITS);
      assertThat(audit.isClean()).as("%s", audit).isTrue();
    }
  }

  private static List<Long> rows(CouponPeer peer) throws IOException, InterruptedException {
    long endNs = System.nanoTime() + WAIT_NS;
    while (peer.issued(1).size() < UNITS && System.nanoTime() < endNs) Thread.sleep(20);
    return peer.issued(1).stream().map(Issued::user).toList();
  }
}
