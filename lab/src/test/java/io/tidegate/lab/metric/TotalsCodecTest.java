package io.tidegate.lab.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotalsCodecTest {

  private static byte[] bytes(Totals totals) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    TotalsCodec.write(totals, TotalsCodec.Values.ROUNDED, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static Totals read(MetricType type, byte[] bytes) throws IOException {
    return TotalsCodec.read(type, new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private static Totals some(MetricType type, long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    Totals totals = new Totals(type);
    for (int i = 0; i < count; i++)
      totals.add(random.nextInt(10) == 0 ? 0 : random.nextGaussian() * 100, i);
    return totals;
  }

  @ParameterizedTest
  @EnumSource(MetricType.class)
  void figures_of_every_type_come_back_as_they_were(MetricType type) throws IOException {
    for (int count : new int[] {0, 1, 5_000}) {
      Totals totals = some(type, 1, count);
      Totals back = read(type, bytes(totals));
      assertThat(back.count()).isEqualTo(totals.count());
      assertThat(back.sum()).isEqualTo(totals.sum());
      assertThat(back.min()).isEqualTo(totals.min());
      assertThat(back.max()).isEqualTo(totals.max());
      assertThat(back.last()).isEqualTo(totals.last());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1_000, 50_000})
  void parts_that_are_read_and_merged_have_the_percentiles_of_the_whole(int each)
      throws IOException {
    Totals whole = new Totals(MetricType.TREND);
    Totals merged = new Totals(MetricType.TREND);
    for (int part = 0; part < 20; part++) {
      Totals one = some(MetricType.TREND, part, each);
      whole.add(one);
      merged.add(read(MetricType.TREND, bytes(one)));
    }
    for (double percent = 0; percent <= 100; percent += 0.5)
      assertThat(merged.percentile(percent))
          .isCloseTo(whole.percentile(percent), withPercentage(each > 256 ? 1e-9 : 0.1));
  }

  @Test
  void what_is_cut_off_is_refused() throws IOException {
    byte[] whole = bytes(some(MetricType.TREND, 3, 1_000));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(MetricType.TREND, cut)).isInstanceOf(EOFException.class);
    }
  }
}
