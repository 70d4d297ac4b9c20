package io.tidegate.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiConfigTest {

  private static final long MIB = 1L << 20;

  @Test
  void the_defaults_give_nothing_away() {
    assertThat(ApiConfig.DEFAULT).isEqualTo(new ApiConfig(false, Set.of(), 64 * MIB, "default", 1));
  }

  @Test
  void what_is_changed_is_changed_alone() {
    assertThat(ApiConfig.DEFAULT.selfTopUp(true).corsOrigins(Set.of("https://a.example")))
        .isEqualTo(new ApiConfig(true, Set.of("https://a.example"), 64 * MIB, "default", 1));
  }

  @Test
  void every_bound_is_kept() {
    for (long bytes : new long[] {MIB - 1, 16_384 * MIB + 1, 0, -1})
      assertThatThrownBy(() -> new ApiConfig(false, Set.of(), bytes, "default", 1))
          .hasMessageContaining("api.cache-bytes must be in");
    for (String room : new String[] {"", " ", "x".repeat(65)})
      assertThatThrownBy(() -> new ApiConfig(false, Set.of(), MIB, room, 1))
          .hasMessageContaining("api.room");
    assertThatThrownBy(() -> new ApiConfig(false, Set.of(), MIB, "default", 0))
        .hasMessageContaining("api.coupon");
  }
}
