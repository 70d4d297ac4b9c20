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
class AcceptedTest {

  private static final List<Coding> ALL = List.of(Coding.BR, Coding.ZSTD, Coding.GZIP);

  static Stream<Arguments> headers() {
    return Stream.of(
        arguments("gzip, deflate, br, zstd", Coding.BR),
        arguments("gzip, deflate, zstd", Coding.ZSTD),
        arguments("gzip, deflate", Coding.GZIP),
        arguments("br;q=0.8, zstd;q=0.9, gzip;q=0.7", Coding.ZSTD),
        arguments("br;q=0.801, zstd;q=0.8", Coding.BR),
        arguments("*", Coding.BR),
        arguments("*;q=0.1, gzip", Coding.GZIP),
        arguments("br;q=0, *", Coding.ZSTD),
        arguments("*;q=0, gzip;q=0.001", Coding.GZIP),
        arguments("identity;q=0, gzip;q=0.1", Coding.GZIP),
        arguments("identity;q=0", Coding.PLAIN),
        arguments("identity, gzip;q=0.5", Coding.PLAIN),
        arguments("identity;q=0.5, gzip;q=0.5", Coding.GZIP),
        arguments("", Coding.PLAIN),
        arguments(" , ,", Coding.PLAIN),
        arguments("*;q=0", Coding.PLAIN),
        arguments("br;q=2, gzip;q=x, zstd;q", Coding.PLAIN),
        arguments("br;q=1.0000, zstd;q=0.5", Coding.ZSTD),
        arguments("BR;Q=1.000", Coding.BR),
        arguments("bro, brotli, gzipp, zstd2", Coding.PLAIN));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void the_heaviest_wins_and_of_equals_the_smallest(String header, Coding wanted) {
    assertThat(Accepted.choose(header, ALL, false)).isEqualTo(wanted);
  }

  @Test
  void nobody_is_sent_what_cannot_be_made_here() {
    List<Coding> gzipOnly = List.of(Coding.GZIP);
    assertThat(Accepted.choose("br, zstd, gzip;q=0.1", gzipOnly, false)).isEqualTo(Coding.GZIP);
    assertThat(Accepted.choose("br, zstd", gzipOnly, false)).isEqualTo(Coding.PLAIN);
  }

  @Test
  void a_small_document_is_plain_unless_plain_is_refused() {
    assertThat(Accepted.choose("br, gzip", ALL, true)).isEqualTo(Coding.PLAIN);
    assertThat(Accepted.choose("br, identity;q=0.001", ALL, true)).isEqualTo(Coding.PLAIN);
    assertThat(Accepted.choose("*;q=0, gzip", ALL, true)).isEqualTo(Coding.GZIP);
    assertThat(Accepted.choose("*;q=0, gzip, identity;q=0.1", ALL, true)).isEqualTo(Coding.PLAIN);
    assertThat(Accepted.choose("gzip, identity;q=0", ALL, true)).isEqualTo(Coding.GZIP);
  }

  @Test
  void a_request_without_the_header_is_answered_plainly() {
    assertThat(Accepted.choose(null, ALL, false)).isEqualTo(Coding.PLAIN);
  }
}
