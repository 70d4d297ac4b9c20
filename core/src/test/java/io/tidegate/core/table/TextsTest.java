package io.tidegate.core.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextsTest {

  @Test
  void a_text_never_set_is_empty() {
    Texts texts = new Texts();
    assertThat(texts.get(0)).isEmpty();
    assertThat(texts.get((1L << 53) - 1)).isEmpty();
    texts.set(100, "far");
    assertThat(texts.get(99)).isEmpty();
    assertThat(texts.get((1L << 32) + 100)).isEmpty();
  }

  @Test
  void a_frozen_copy_never_changes() {
    Texts texts = new Texts();
    texts.set(1, "one");
    texts.set(40, "forty");
    var frozen = texts.freeze();
    texts.set(1, "uno");
    texts.set(41, "more");
    assertThat(frozen).hasSize(41).contains("one", "forty").doesNotContain("uno");
    assertThat(texts.get(1)).isEqualTo("uno");
  }
}
