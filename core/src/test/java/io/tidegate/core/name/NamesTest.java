package io.tidegate.core.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "default|default",
        " evening |evening",
        "late show|late show",
        "\u00a0\u3000\ub300\uae30\uc2e4\u2003|\ub300\uae30\uc2e4",
        "\u1103\u1162\u1100\u1175|\ub300\uae30",
        "Cafe\u0301|Caf\u00e9",
        "Cafe\u200b\u0301|Caf\u00e9",
        "\u202eroom\u202c|room",
        "ro\u200bom\ufeff|room",
        "r\u00ado\u2060om|room",
        " \u200b x \u200b |x",
        "\u3164x\u115f|x",
      })
  void names_that_look_alike_are_one_name(String given, String wanted) {
    assertThat(Names.normal(given)).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"38", "0", "007", "\uff13\uff18", "\u0663\u0668", " 3\u200b8 "})
  void a_name_of_digits_only_would_look_like_an_id(String name) {
    assertThat(Names.fault(Names.normal(name))).contains("digits");
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", " . ", ".\u200b."})
  void a_name_that_a_browser_takes_out_of_a_path_cannot_be_given(String name) {
    assertThat(Names.fault(Names.normal(name))).isEqualTo("must not be . or ..");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\u200b", "\u3164\u202e", "\u00a0"})
  void a_name_must_hold_something_to_see(String name) {
    assertThat(Names.fault(Names.normal(name))).isEqualTo(Names.NOTHING_SEEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"room 38", "38a", "1.5", "-1", "3 8", "\u00bd"})
  void digits_among_other_things_are_a_name(String name) {
    assertThat(Names.fault(Names.normal(name))).isNull();
  }

  @Test
  void what_is_normal_stays_as_it_is() {
    Random random = new Random(15);
    for (int i = 0; i < 200_000; i++) {
      String name =
          random
              .ints(1 + random.nextInt(6), 1, 0x3200)
              .filter(c -> !Character.isISOControl(c))
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      String normal = Names.normal(name);
      assertThat(Names.normal(normal)).isEqualTo(normal);
      assertThat(Normalizer.isNormalized(normal, Normalizer.Form.NFC)).isTrue();
    }
  }
}
