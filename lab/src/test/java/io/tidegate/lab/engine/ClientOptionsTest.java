package io.tidegate.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What options and the environment make of the client. */
class ClientOptionsTest {

  private static boolean http2(Map<String, String> environment) throws OptionException {
    return ClientOptions.of(new OptionTree("", Map.of()), environment).http2();
  }

  @Test
  void http_2_is_there_unless_somebody_leaves_it_out() throws Exception {
    assertThat(http2(Map.of())).isTrue();
  }

  /** Asked of k6 1.8.1, with a server that offers both. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http2client=0               | false
          http2debug=0,http2client=0  | false
          http2client=0,x=1           | false
          xhttp2client=0              | true
          http2client=00              | true
          http2client=1               | true
          """)
  void the_environment_leaves_http_2_out_as_it_does_in_k6(String godebug, boolean there)
      throws Exception {
    assertThat(http2(Map.of("GODEBUG", godebug))).isEqualTo(there);
  }
}
