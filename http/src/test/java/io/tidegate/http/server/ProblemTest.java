package io.tidegate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.wire.Refusals;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class ProblemTest {

  @Test
  void a_problem_has_the_members_of_rfc_9457_and_those_added() {
    Response response =
        Problem.of(409, "seat-taken", "Somebody was faster.")
            .with("detail", "Two of three.")
            .with("seatIds", new long[] {1, 2})
            .with("claimId", 7)
            .with("state", "held")
            .withTime("at", 0)
            .withUnknown("etaSeconds")
            .response();
    assertThat(text(response))
        .isEqualTo(
            "{\"type\":\"/problems/seat-taken\",\"title\":\"Somebody was faster.\",\"status\":409,\"detail\":\"Two of three.\",\"seatIds\":[1,2],\"claimId\":7,\"state\":\"held\",\"at\":\"1970-01-01T00:00:00Z\",\"etaSeconds\":null}");
    assertThat(response.status()).isEqualTo(409);
    assertThat(response.problem()).isEqualTo("seat-taken");
    assertThat(new String(response.fields(), StandardCharsets.US_ASCII))
        .isEqualTo("Content-Type: application/problem+json\r\n");
  }

  private static String text(Response response) {
    return new String(response.body(), 0, response.bodyLength(), StandardCharsets.UTF_8);
  }

  @Test
  void a_copy_leaves_the_problem_it_was_made_of() {
    Problem plain = Problem.of(400, "t", "T");
    assertThat(text(plain.copy().with("more", 1).response()))
        .isEqualTo("{\"type\":\"/problems/t\",\"title\":\"T\",\"status\":400,\"more\":1}");
    assertThat(text(plain.response()))
        .isEqualTo("{\"type\":\"/problems/t\",\"title\":\"T\",\"status\":400}");
  }

  @Test
  void a_refusal_is_told_with_its_header_fields() {
    Response response = Problem.of(Refusals.MALFORMED.because("Why.").with("Allow", "GET"));
    assertThat(text(response)).contains("\"status\":400,\"detail\":\"Why.\"}");
    assertThat(new String(response.fields(), StandardCharsets.US_ASCII)).contains("Allow: GET\r\n");
  }

  @Test
  void any_text_survives_the_way_through_json() {
    StringBuilder all =
        new StringBuilder("\"\\/\b\f\n\r\t\u0000\u001f\u007f\u0085\u2028\u2029 é 漢 ");
    all.appendCodePoint(0x1F3AB);
    assertThat(detailOf(all.toString())).isEqualTo(all.toString());
  }

  @Test
  void half_a_surrogate_pair_is_replaced_and_leaves_utf_8_whole() {
    assertThat(detailOf("a\ud83cb")).isEqualTo("a\ufffdb");
    assertThat(detailOf("\udfab\ud83c")).isEqualTo("\ufffd\ufffd");
  }

  private static String detailOf(String detail) {
    String json = text(Problem.of(400, "t", "T").with("detail", detail).response());
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.PROPERTY_NAME
            && parser.currentName().equals("detail"))
          return String.valueOf(parser.nextStringValue());
      }
    }
    return "";
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb", "a\nb", "a\u0000", "a\u010a", "\u007f", "é"})
  void a_header_value_that_could_end_its_line_is_refused(String value) {
    assertThatThrownBy(() -> Response.empty(204).with("X", value))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a:", "a\r", "\u0141"})
  void a_header_name_that_is_no_token_is_refused(String name) {
    assertThatThrownBy(() -> Response.empty(204).with(name, "v"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_response_is_checked_and_shared() {
    assertThatThrownBy(() -> Response.empty(100)).isInstanceOf(IllegalArgumentException.class);
    JsonWriter json = new JsonWriter(64).beginObject().member("a", 1).endObject();
    Response response = Response.json(200, json);
    assertThat(response.with("ETag", "\"1\"").body()).isSameAs(json.array());
    assertThat(response.with("ETag", "\"1\"").bodyLength()).isEqualTo(json.length());
    assertThat(response.fields()).isSameAs(Response.json(201, json.toBytes()).fields());
  }
}
