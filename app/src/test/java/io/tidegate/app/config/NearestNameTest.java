package io.tidegate.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NearestNameTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "'', abc, 3",
    "abc, '', 3",
    "abc, abc, 0",
    "abc, abd, 1",
    "abc, ab, 1",
    "ab, abc, 1",
    "abcd, acbd, 1",
    "kitten, sitting, 3",
    "ca, abc, 3"
  })
  void edits_are_insertions_deletions_replacements_and_swaps(String a, String b, int edits) {
    assertThat(NearestName.edits(a, b)).isEqualTo(edits);
    assertThat(NearestName.edits(b, a)).isEqualTo(edits);
  }

  @Test
  void a_right_key_in_the_wrong_section_is_nearer_than_a_similar_one_in_the_right_section() {
    assertThat(NearestName.to("http.on", List.of("http.of-a", "access-log.on")))
        .isEqualTo("access-log.on");
  }

  @Test
  void among_equals_the_first_in_the_alphabet_is_named() {
    assertThat(NearestName.to("x", List.of("c", "a", "b"))).isEqualTo("a");
  }
}
