package io.tidegate.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.http.json.Times;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {

  @Test
  void a_text_in_overlong_bytes_is_refused() {
    Shape shape = Shape.of(Field.text("title", 9));
    byte[] slash = {
      '{', '"', 't', 'i', 't', 'l', 'e', '"', ':', '"', (byte) 0xc0, (byte) 0xaf, '"', '}'
    };
    assertThatThrownBy(() -> shape.read(slash, 0, slash.length))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("UTF-8");
  }

  private static final Shape SHAPE =
      Shape.of(
          Field.id("id"),
          Field.number("small", -5, 5),
          Field.text("name", 8),
          Field.time("at"),
          Field.choice("entry", "open", "room"),
          Field.ids("ids", 3));

  @Test
  void a_character_outside_the_basic_plane_counts_as_one() {
    String eight = "😀".repeat(8);
    assertThat(read("{\"name\":\"" + eight + "\"}").text("name")).isEqualTo(eight);
    assertThatThrownBy(() -> read("{\"name\":\"" + eight + "😀\"}"))
        .hasMessageStartingWith("name must be text of 1 to 8 characters");
  }

  @Test
  void what_fits_is_read() {
    Values values =
        read(
            " {\"id\":9007199254740991, \"small\":-5,\"name\":\"a\\\"é😀\",\"entry\":\"room\","
                + "\"at\":\"2026-11-20T20:00:00Z\",\"ids\":[1,2,3]}\n");
    assertThat(values.number("id")).isEqualTo(Field.ID_MAX);
    assertThat(values.number("small")).isEqualTo(-5);
    assertThat(values.text("name")).isEqualTo("a\"é😀");
    assertThat(values.text("entry")).isEqualTo("room");
    assertThat(Times.text(values.number("at"))).isEqualTo("2026-11-20T20:00:00Z");
    assertThat(values.ids("ids")).containsExactly(1, 2, 3);
  }

  @Test
  void what_is_not_there_is_missing_or_what_one_says() {
    Values values = read("{}");
    assertThat(values.has("id")).isFalse();
    assertThat(values.number("id", 3)).isEqualTo(3);
    assertThat(values.numberOrNull("small")).isNull();
    assertThat(values.textOrNull("name")).isNull();
    assertThatThrownBy(() -> values.number("id")).hasMessage("id is missing.");
    assertThatThrownBy(() -> values.text("name")).hasMessage("name is missing.");
    assertThatThrownBy(() -> values.ids("ids")).hasMessage("ids is missing.");
    assertThatThrownBy(() -> values.has("other")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void no_body_is_an_object_without_fields() {
    assertThat(read("").has("id")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"small\":6} | small must be a whole number in [-5, 5].",
        "{\"small\":-6} | small must be a whole number in [-5, 5].",
        "{\"name\":\"\"} | name must be text of 1 to 8 characters",
        "{\"name\":\"   \"} | name must be text",
        "{\"name\":\"123456789\"} | name must be text",
        "{\"name\":\"a\\u0000\"} | name must be text",
        "{\"name\":7} | name must be text",
        "{\"at\":7} | at must be a time",
        "{\"entry\":\"OPEN\"} | entry must be one of open, room.",
        "{\"entry\":[]} | entry must be one of open, room.",
        "{\"ids\":[1,2,3,4]} | ids must be an array of 1 to 3",
        "{\"ids\":[1 | The body is not JSON",
        "{\"other\":1} | other is not a field of this body; it may have: id, small, name, at, entry, ids.",
      })
  void what_does_not_fit_is_refused_with_its_name_and_bound(String body, String message) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void noise_is_refused_and_breaks_nothing() {
    SplittableRandom random = new SplittableRandom(4);
    String letters = "{}[]\":,0123456789.-+eE\\ntrufalsid \u0000\u00ff";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder noise = new StringBuilder(i % 2 == 0 ? "{\"id\":" : "");
      for (int k = random.nextInt(30); k > 0; k--)
        noise.append(letters.charAt(random.nextInt(letters.length())));
      byte[] bytes = noise.toString().getBytes(StandardCharsets.ISO_8859_1);
      try {
        SHAPE.read(bytes, 0, bytes.length);
      } catch (MalformedException e) {
        assertThat(e.text()).isNotEmpty();
      }
    }
  }

  private static Values read(String body) {
    byte[] bytes = ("xx" + body + "yy").getBytes(StandardCharsets.UTF_8);
    return SHAPE.read(bytes, 2, bytes.length - 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE", "UTF-32"})
  void another_encoding_than_utf_8_is_refused(String charset) {
    byte[] body = "{\"title\":\"a\"}".getBytes(Charset.forName(charset));
    assertThatThrownBy(() -> Shape.of(Field.text("title", 9)).read(body, 0, body.length))
        .isInstanceOf(MalformedException.class)
        .hasMessage("The body is not JSON in UTF-8.");
  }

  @Test
  void a_body_that_is_too_deep_or_long_for_the_parser_is_told_which() {
    refused("{\"" + "n".repeat(5_000) + "\":1}", "the name of a field has more than 256 bytes");
    refused("{\"count\":" + "9".repeat(999) + "}", "a number has more than 400 digits");
    refused("{\"count\":" + "[".repeat(20) + "]".repeat(20) + "}", "must be a whole number");
  }

  private static void refused(String body, String why) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Shape.of(Field.number("count", 1, 9)).read(bytes, 0, bytes.length))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("not JSON");
  }
}
