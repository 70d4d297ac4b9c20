package io.tidegate.api.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which coding a header leads to, by RFC 9110 §12.5.3. */
class AcceptEncodingTest {

  private static final List<ContentCoding> ALL =
      List.of(ContentCoding.BR, ContentCoding.ZSTD, ContentCoding.GZIP);

  static Stream<Arguments> headers() {
    return Stream.of(
        arguments("gzip, deflate, br, zstd", ContentCoding.BR),
        arguments("gzip, deflate, zstd", ContentCoding.ZSTD),
        arguments("gzip, deflate", ContentCoding.GZIP),
        arguments("br;q=0.8, zstd;q=0.9, gzip;q=0.7", ContentCoding.ZSTD),
        arguments("br;q=0.801, zstd;q=0.8", ContentCoding.BR),
        arguments("*", ContentCoding.BR),
        arguments("*;q=0.1, gzip", ContentCoding.GZIP),
        arguments("br;q=0, *", ContentCoding.ZSTD),
        arguments("*;q=0, gzip;q=0.001", ContentCoding.GZIP),
        arguments("identity;q=0, gzip;q=0.1", ContentCoding.GZIP),
        arguments("identity;q=0", ContentCoding.PLAIN),
        arguments("identity, gzip;q=0.5", ContentCoding.PLAIN),
        arguments("identity;q=0.5, gzip;q=0.5", ContentCoding.GZIP),
        arguments("", ContentCoding.PLAIN),
        arguments(" , ,", ContentCoding.PLAIN),
        arguments("*;q=0", ContentCoding.PLAIN),
        arguments("br;q=2, gzip;q=x, zstd;q", ContentCoding.PLAIN),
        arguments("br;q=1.0000, zstd;q=0.5", ContentCoding.ZSTD),
        arguments("BR;Q=1.000", ContentCoding.BR),
        arguments("bro, brotli, gzipp, zstd2", ContentCoding.PLAIN));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void the_heaviest_wins_and_of_equals_the_smallest(String header, ContentCoding wanted) {
    assertThat(AcceptEncoding.choose(header, ALL, false)).isEqualTo(wanted);
  }

  @Test
  void nobody_is_sent_what_cannot_be_made_here() {
    List<ContentCoding> gzipOnly = List.of(ContentCoding.GZIP);
    assertThat(AcceptEncoding.choose("br, zstd, gzip;q=0.1", gzipOnly, false))
        .isEqualTo(ContentCoding.GZIP);
    assertThat(AcceptEncoding.choose("br, zstd", gzipOnly, false)).isEqualTo(ContentCoding.PLAIN);
  }

  @Test
  void a_small_document_is_plain_unless_plain_is_refused() {
    assertThat(AcceptEncoding.choose("br, gzip", ALL, true)).isEqualTo(ContentCoding.PLAIN);
    assertThat(AcceptEncoding.choose("br, identity;q=0.001", ALL, true))
        .isEqualTo(ContentCoding.PLAIN);
    assertThat(AcceptEncoding.choose("*;q=0, gzip", ALL, true)).isEqualTo(ContentCoding.GZIP);
    assertThat(AcceptEncoding.choose("*;q=0, gzip, identity;q=0.1", ALL, true))
        .isEqualTo(ContentCoding.PLAIN);
    assertThat(AcceptEncoding.choose("gzip, identity;q=0", ALL, true))
        .isEqualTo(ContentCoding.GZIP);
  }

  @Test
  void a_request_without_the_header_is_answered_plainly() {
    assertThat(AcceptEncoding.choose(null, ALL, false)).isEqualTo(ContentCoding.PLAIN);
  }
}
