package io.tidegate.app.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InstanceRangeTest {

  @Test
  void one_number_is_fixed_and_two_may_grow() {
    assertThat(InstanceRange.parse("3")).isEqualTo(new InstanceRange(3, 3));
    assertThat(InstanceRange.parse("3").grows()).isFalse();
    assertThat(InstanceRange.parse(" 1..16 ")).isEqualTo(new InstanceRange(1, 16));
    assertThat(InstanceRange.parse("1..16").grows()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "17", "", "three", "-1", "1..", "..2", "3..2", "0..2", "1..17", "1.5"})
  void anything_else_is_refused_with_the_bounds(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InstanceRange.parse(text))
        .withMessage("must be a number in [1, 16], or two as in 1..5");
  }
}
