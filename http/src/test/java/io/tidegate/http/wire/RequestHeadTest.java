package io.tidegate.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of heads and chunks, apart from any socket. */
class RequestHeadTest {

  private static final String HEAD =
      """
      PATCH /api/v1/pay%2Dthis/17?amount=10%20&x=y HTTP/1.1\r
      Host: example.test:8081\r
      User-Agent: test (1)\r
      Content-Length: 12\r
      Connection: keep-alive\r
      X-Request-Id: abc-1\r
      Empty:\r
      Idempotency-Key:\t k \040\r
      \r
      """;

  private final RequestHead head = new RequestHead(8_192, 4_096, false);

  @Test
  void a_head_is_kept_as_positions() {
    byte[] bytes = Ascii.bytes("before" + HEAD + "behind");
    assertThat(head.parse(bytes, 6, bytes.length)).isEqualTo(RequestHead.Outcome.COMPLETE);
    assertThat(head.end()).isEqualTo(6 + HEAD.length());
    assertThat(head.method()).isEqualTo(Method.PATCH);
    assertThat(text(bytes, head.pathFrom(), head.pathTo())).isEqualTo("/api/v1/pay%2Dthis/17");
    assertThat(head.decodedPath()).isEqualTo(Ascii.bytes("/api/v1/pay-this/17"));
    assertThat(text(bytes, head.queryFrom(), head.queryTo())).isEqualTo("amount=10%20&x=y");
    assertThat(head.contentLength()).isEqualTo(12);
    assertThat(head.closes()).isFalse();
    assertThat(text(bytes, head.idFrom(), head.idTo())).isEqualTo("abc-1");
    int key = head.fields().find(bytes, "idempotency-key");
    assertThat(text(bytes, head.fields().valueFrom(key), head.fields().valueTo(key)))
        .isEqualTo("k");
    int empty = head.fields().find(bytes, "EMPTY");
    assertThat(head.fields().valueFrom(empty)).isEqualTo(head.fields().valueTo(empty));
    assertThat(head.fields().find(bytes, "missing")).isEqualTo(-1);
  }

  @Test
  void nothing_of_one_head_is_left_in_the_next() {
    byte[] first =
        Ascii.bytes(
            HEAD.replace("Connection: keep-alive", "Connection: close")
                .replace("Length: 12", "Length: 7"));
    assertThat(head.parse(first, 0, first.length)).isEqualTo(RequestHead.Outcome.COMPLETE);
    byte[] second = Ascii.bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(head.parse(second, 0, second.length)).isEqualTo(RequestHead.Outcome.COMPLETE);
    assertThat(head.closes()).isFalse();
    assertThat(head.contentLength()).isZero();
    assertThat(head.decodedPath()).isNull();
    assertThat(head.queryTo() - head.queryFrom()).isZero();
    assertThat(head.idTo()).isZero();
    assertThat(head.fields().find(second, "idempotency-key")).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/%b0%a1", "/%ff", "/%c0%af", "/?q=%c7%d1", "/?a=%00", "/?a=%0d%0a", "/?%ff"})
  void escapes_of_other_encodings_are_for_a_gate_alone(String target) {
    byte[] bytes = Ascii.bytes("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(head.parse(bytes, 0, bytes.length)).isEqualTo(RequestHead.Outcome.REFUSED);
    RequestHead ofGate = new RequestHead(8_192, 4_096, true);
    assertThat(ofGate.parse(bytes, 0, bytes.length)).isEqualTo(RequestHead.Outcome.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/%00", "/%0d%0a", "/%7f", "/%4", "/%zz", "/?%", "/?%4", "/?%u0041", "/?|"})
  void a_gate_too_refuses_what_is_no_escape_and_control_characters_in_a_path(String target) {
    byte[] bytes = Ascii.bytes("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    RequestHead ofGate = new RequestHead(8_192, 4_096, true);
    assertThat(ofGate.parse(bytes, 0, bytes.length)).isEqualTo(RequestHead.Outcome.REFUSED);
  }

  @Test
  void every_beginning_of_a_head_is_incomplete() {
    byte[] bytes = Ascii.bytes(HEAD);
    for (int to = 0; to < bytes.length; to++)
      assertThat(parse(bytes, to))
          .as("first %d bytes", to)
          .isEqualTo(RequestHead.Outcome.INCOMPLETE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_damaged_head_is_judged_alike_however_it_is_cut(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = Ascii.bytes(HEAD);
      for (int changes = random.nextInt(3); changes >= 0; changes--)
        bytes[random.nextInt(bytes.length)] = anyByte(random);
      RequestHead.Outcome whole = head.parse(bytes, 0, bytes.length);
      int decided = 0;
      while (decided < bytes.length && parse(bytes, decided) == RequestHead.Outcome.INCOMPLETE)
        decided++;
      assertThat(parse(bytes, decided))
          .as("seed %d, try %d, %d bytes", seed, i, decided)
          .isEqualTo(whole);
    }
  }

  private RequestHead.Outcome parse(byte[] bytes, int to) {
    return head.parse(bytes, 0, to);
  }

  private static byte anyByte(Random random) {
    byte[] likely = Ascii.bytes("\r\n :\t/%?,;0aA");
    return random.nextBoolean()
        ? likely[random.nextInt(likely.length)]
        : (byte) random.nextInt(256);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void a_chunked_body_comes_out_whole_however_it_is_cut(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] body = new byte[random.nextInt(2_000)];
      random.nextBytes(body);
      byte[] sent = chunked(body, random);
      byte[] in = new byte[10 + sent.length];
      ChunkedBody chunks = new ChunkedBody();
      chunks.begin(10, body.length);
      int end = 10;
      int given = 0;
      boolean whole = false;
      while (!whole) {
        assertThat(chunks.refusal()).isNull();
        assertThat(given).isLessThan(sent.length);
        int length = Math.min(1 + random.nextInt(50), sent.length - given);
        System.arraycopy(sent, given, in, end, length);
        given += length;
        end += length;
        whole = chunks.read(in, end);
        if (!whole) end = chunks.compact(in, end);
      }
      assertThat(Arrays.copyOfRange(in, 10, chunks.bodyTo())).isEqualTo(body);
      assertThat(text(in, chunks.at(), end)).isEqualTo("NEXT".substring(0, end - chunks.at()));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void a_damaged_chunked_body_never_leaves_its_bounds(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] sent = chunked(new byte[random.nextInt(100)], random);
      sent[random.nextInt(sent.length)] = anyByte(random);
      ChunkedBody chunks = new ChunkedBody();
      chunks.begin(0, 100);
      boolean whole = chunks.read(sent, sent.length);
      assertThat(chunks.bodyTo()).isLessThanOrEqualTo(Math.min(100, chunks.at()));
      assertThat(chunks.at()).isLessThanOrEqualTo(sent.length);
      if (whole) assertThat(chunks.refusal()).isNull();
    }
  }

  private static byte[] chunked(byte[] body, Random random) {
    StringBuilder sent = new StringBuilder();
    String text = new String(body, StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < body.length) {
      int length = Math.min(1 + random.nextInt(300), body.length - at);
      sent.append(random.nextBoolean() ? "0" : "")
          .append(Integer.toHexString(length))
          .append(random.nextBoolean() ? ";x=\"y\"" : "");
      sent.append("\r\n").append(text, at, at + length).append("\r\n");
      at += length;
    }
    sent.append("0\r\n").append(random.nextBoolean() ? "Trailer: t\r\n" : "").append("\r\nNEXT");
    return sent.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void trailers_and_extensions_without_end_are_refused() {
    ChunkedBody chunks = new ChunkedBody();
    byte[] extension = Ascii.bytes("1;" + "x".repeat(300));
    chunks.begin(0, 100);
    assertThat(chunks.read(extension, extension.length)).isFalse();
    assertThat(chunks.refusal()).isSameAs(Refusals.CHUNK);
    byte[] trailers = Ascii.bytes("0\r\n" + "a: b\r\n".repeat(400));
    chunks.begin(0, 100);
    assertThat(chunks.read(trailers, trailers.length)).isFalse();
    assertThat(chunks.refusal()).isSameAs(Refusals.CHUNK);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
