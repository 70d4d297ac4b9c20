package io.tidegate.http.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class JsonWriterTest {

  private static final JsonFactory JSON = new JsonFactory();

  @Test
  void members_and_elements_are_separated_wherever_they_stand() {
    JsonWriter json = new JsonWriter(1).beginObject();
    json.member("a", 1).member("b", "x").member("c", true).name("d").nullValue();
    json.name("e").beginArray().endArray().name("f").beginArray().value(1).value(2).endArray();
    json.name("g").beginObject().endObject().member("h", new long[] {7, 8, 9});
    json.name("i").beginArray().beginObject().member("x", 0).endObject().beginObject().endObject();
    json.endArray().timeMember("j", 0).timeMember("k", Long.MAX_VALUE).endObject();
    assertThat(text(json))
        .isEqualTo(
            "{\"a\":1,\"b\":\"x\",\"c\":true,\"d\":null,\"e\":[],\"f\":[1,2],\"g\":{},\"h\":[7,8,9],"
                + "\"i\":[{\"x\":0},{}],\"j\":\"1970-01-01T00:00:00Z\",\"k\":null}");
  }

  @ParameterizedTest
  @ValueSource(
      longs = {0, 1, -1, 9, 10, 99, 100, 9_007_199_254_740_991L, Long.MAX_VALUE, Long.MIN_VALUE})
  void a_number_is_written_as_it_is(long value) {
    assertThat(text(new JsonWriter(1).value(value))).isEqualTo(Long.toString(value));
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0.0,0",
    "12,12",
    "0.1,0.1",
    "-2.5,-2.5",
    "9007199254740991,9007199254740991",
    "1e20,1.0E20",
    "0.000001,1.0E-6",
    "NaN,null",
    "Infinity,null"
  })
  void a_number_with_a_fraction_is_written_so_that_it_reads_back(double value, String text) {
    assertThat(text(new JsonWriter(1).value(value))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "1000,1",
    "1500,1.5",
    "1,0.001",
    "10,0.01",
    "100,0.1",
    "60120,60.12",
    "1010,1.01"
  })
  void thousandths_are_written_without_needless_digits(long value, String text) {
    assertThat(text(new JsonWriter(1).thousandths(value))).isEqualTo(text);
  }

  @Test
  void any_text_reads_back_as_it_was() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(20); k > 0; k--) {
        int kind = random.nextInt(4);
        int codePoint =
            kind == 0
                ? random.nextInt(0x80)
                : kind == 1 ? random.nextInt(0x800) : random.nextInt(0x110000);
        if (codePoint < 0xd800 || codePoint > 0xdfff) text.appendCodePoint(codePoint);
      }
      assertThat(readBack(new JsonWriter(1).value(text.toString()))).isEqualTo(text.toString());
    }
  }

  @Test
  void half_a_character_becomes_the_sign_for_one_that_is_lost() {
    assertThat(readBack(new JsonWriter(1).value("a\ud83d"))).isEqualTo("a\ufffd");
    assertThat(readBack(new JsonWriter(1).value("\ude00b"))).isEqualTo("\ufffdb");
  }

  @Test
  void nothing_in_a_text_ends_it() {
    assertThat(text(new JsonWriter(1).value("\"},\\\n\u0000\u007f")))
        .isEqualTo("\"\\\"},\\\\\\u000a\\u0000\\u007f\"");
  }

  @Test
  void a_name_that_others_made_is_escaped_as_a_text_is() {
    JsonWriter json = new JsonWriter(1).beginObject().anyName("a\"b").value(1);
    assertThat(text(json.anyName("가").value(2).endObject())).isEqualTo("{\"a\\\"b\":1,\"가\":2}");
  }

  private static String readBack(JsonWriter json) {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json.toBytes())) {
      parser.nextToken();
      return parser.getString();
    }
  }

  private static String text(JsonWriter json) {
    assertThat(json.toBytes()).hasSize(json.length());
    return new String(json.array(), 0, json.length(), StandardCharsets.UTF_8);
  }
}
