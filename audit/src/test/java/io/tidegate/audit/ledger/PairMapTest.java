package io.tidegate.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairMapTest {
  @ParameterizedTest
  @ValueSource(ints = {5, 50, 5_000})
  void it_maps_what_a_map_of_lists_maps(int keys) {
    Random random = new Random(keys);
    Map<String, Long> model = new HashMap<>();
    PairMap map = new PairMap();
    for (int step = 0; step < 50_000; step++) {
      long first = random.nextInt(keys) - 2L;
      long second = random.nextInt(3) == 0 ? Long.MIN_VALUE : 0;
      long value = random.nextInt(3);
      map.put(first, second, value);
      if (value == 0) model.remove(first + "/" + second);
      else model.put(first + "/" + second, value);

      long other = random.nextInt(keys) - 2L;
      assertThat(map.get(other, second)).isEqualTo(model.getOrDefault(other + "/" + second, 0L));
      assertThat(map.size()).isEqualTo(model.size());
    }
  }
}
