package io.tidegate.app.instances;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ChildJvmTest {

  private static final long GIB = 1L << 30;

  @Test
  void a_child_has_the_options_of_its_parent_but_for_what_belongs_to_one_process() {
    List<String> given =
        List.of("-XX:AOTCache=a.aot", "-agentlib:jdwp=address=1", "-Dtidegate.home=/x", "-Xmx2g");
    assertThat(ChildJvm.options(given, 8 * GIB, 3))
        .containsExactly("-XX:AOTCache=a.aot", "-Dtidegate.home=/x", "-Xmx2g");
  }

  @Test
  void without_a_chosen_heap_all_heaps_together_take_half_of_the_memory_within_bounds() {
    assertThat(ChildJvm.options(List.of(), 4 * GIB, 3)).containsExactly("-Xmx512m");
    assertThat(ChildJvm.heapMib(GIB / 2, 3)).isEqualTo(128);
    assertThat(ChildJvm.heapMib(64 * GIB, 1)).isEqualTo(1_024);
  }
}
