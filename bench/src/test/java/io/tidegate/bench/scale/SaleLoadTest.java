package io.tidegate.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidegate.bench.scale.SaleRecords.Told;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SaleLoadTest {
  private static final long FIRST = 100_020_000_000L;

  private final SaleRecords records = new SaleRecords(FIRST, 5);
  private int next;
  private final SaleLoad load = new SaleLoad(records, "POST /{user} x", () -> next++, 3);

  private String ask() {
    ByteBuffer request = load.next();
    byte[] bytes = new byte[request.remaining()];
    request.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Test
  void each_request_names_the_next_user_until_as_many_asked_as_may() {
    assertThat(ask()).isEqualTo("POST /100020000000 x");
    assertThat(ask()).isEqualTo("POST /100020000001 x");
    assertThat(load.hasNext()).isTrue();
    assertThat(ask()).isEqualTo("POST /100020000002 x");
    assertThat(load.hasNext()).isFalse();
    assertThat(records.told(2)).isEqualTo(Told.NOTHING);
    assertThat(records.told(3)).isEqualTo(Told.UNSENT);
  }

  @Test
  void a_status_says_yes_no_or_wait_and_anything_else_says_nothing() {
    for (int user = 0; user < 3; user++) ask();
    load.onReply(1, 409, System.nanoTime());
    load.onReply(0, 201, System.nanoTime());
    load.onReply(2, 503, System.nanoTime());
    assertThat(records.told(0)).isEqualTo(Told.YES);
    assertThat(records.told(1)).isEqualTo(Told.NO);
    assertThat(records.told(2)).isEqualTo(Told.NOTHING);

    load.onReply(2, 202, System.nanoTime());
    assertThat(records.told(2)).isEqualTo(Told.WAIT);
    assertThat(load.yes()).isEqualTo(2);
  }

  @Test
  void the_time_of_a_claim_is_that_of_its_intended_start() {
    ask();
    long nowUs = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    load.onReply(0, 202, System.nanoTime() - 5_000_000_000L);
    long first = records.intendedUs(0);
    assertThat(first).isBetween(nowUs - 6_000_000, nowUs - 4_000_000);

    load.onReply(0, 200, System.nanoTime()); // asking what became of it is no new claim
    assertThat(records.intendedUs(0)).isEqualTo(first);
  }

  @Test
  void a_request_without_a_user_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SaleLoad(records, "GET /", () -> 0, 1))
        .withMessageContaining("no user");
  }
}
