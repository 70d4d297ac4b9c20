package io.tidegate.bench.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.bench.status.CostProjection.Cost;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CostProjectionTest {

  /**
   * The same by integration: everybody asks after an eighth of the time to go, from 2 s to 25 s,
   * and a tenth more on the average.
   */
  @Test
  void how_often_a_crowd_asks_is_the_sum_over_all_who_wait() {
    for (int admitted : new int[] {100, 200, 1_000}) {
      double near = admitted * 16 / 2.2;
      double between = admitted * 8 / 1.1 * Math.log(200.0 / 16);
      double far = (1_000_000 - 200.0 * admitted) / 27.5;
      double sum = near + between + far;
      assertThat(CostProjection.pollsPerSecond(1_000_000, admitted))
          .isCloseTo(sum, within(sum / 50));
    }
    assertThat(CostProjection.pollsPerSecond(0, 100)).isZero();
  }

  @Test
  void cores_and_bandwidth_are_those_of_all_together() {
    CostProjection million = new CostProjection();
    million.stream(new Cost(10, 250));
    assertThat(million.table().show().lines().toList().getLast().split(" *\\| *", -1))
        .contains("1,000,000", "10.0", "10.00", "250", "2,000");
  }

  @Test
  void the_last_number_is_found_wherever_it_stands() {
    String status = "junk\"lastNumber\":7,\"x\":1";
    ByteBuffer in = ByteBuffer.allocate(100).put(status.getBytes(StandardCharsets.US_ASCII));
    assertThat(StatusReader.lastNumber(in, 0)).isEqualTo(7);
    assertThat(StatusReader.lastNumber(in, 10)).isEqualTo(-1);
    assertThat(StatusReader.lastNumber(ByteBuffer.allocate(10), 0)).isEqualTo(-1);
  }
}
