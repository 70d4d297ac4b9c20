package io.tidegate.lab.script.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a selector finds without making the whole reply's objects. */
final class JsonScalarTest {

  private static final String POSTS =
      """
      {"skipped": {"posts": [1, {"id": 5}]}, "posts": [{"id": 7, "title": "a\\u00e4\\n", "draft": false},
       {"id": 1.5e3, "0": "zero", "tags": ["x", "y"], "none": null}], "1": "one"}
      """;

  private static @Nullable Object find(String json, String path) {
    return JsonScalar.find(json.getBytes(StandardCharsets.UTF_8), path);
  }

  @Test
  void a_text_a_number_and_a_truth_value_are_found_by_names_and_indices() {
    assertThat(find(POSTS, "posts.0.id")).isEqualTo(7.0);
    assertThat(find(POSTS, "posts.1.id")).isEqualTo(1500.0);
    assertThat(find(POSTS, "posts.0.title")).isEqualTo("a\u00e4\n");
    assertThat(find(POSTS, "posts.0.draft")).isEqualTo(false);
    assertThat(find(POSTS, "posts.1.tags.1")).isEqualTo("y");
    assertThat(find(POSTS, "skipped.posts.1.id")).isEqualTo(5.0);
    assertThat(find("[[], [true]]", "1.0")).isEqualTo(true);
  }

  @Test
  void a_number_is_also_the_name_of_a_member() {
    assertThat(find(POSTS, "1")).isEqualTo("one");
    assertThat(find(POSTS, "posts.1.0")).isEqualTo("zero");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "posts", "posts.0", "posts.1.none", "posts.2.id", "posts.0.id.more", "gone", "posts.-1", "",
        "posts.", ".posts", "posts.#", "posts.#.id", "po*", "posts|0", "@this",
            "posts.1.tags.9999999999"
      })
  void what_is_not_that_simple_is_left_to_the_script(String path) {
    assertThat(find(POSTS, path)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"a\": 1", "{\"a\": 1} x", "{\"a\": 1} {}", "{\"a\": 1}}", "{\"a\": 1} 2", "''"})
  void nothing_is_found_in_what_is_not_json_as_a_whole(String json) {
    assertThat(find(json, "a")).isNull();
  }
}
