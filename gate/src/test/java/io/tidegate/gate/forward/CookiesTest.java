package io.tidegate.gate.forward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookiesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a=1",
        "a=1; b=2",
        "b=2; a=1",
        "b=2;a=1;c=3",
        "b=2, a=1",
        "aa=2; ba=3; a=1 ; a=4",
        ";; a=1",
        "a; a=1"
      })
  void the_first_cookie_of_that_name_is_found_wherever_it_stands(String all) {
    assertThat(Cookies.value(all, "a")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ";", " ", "a", "aa=1", "b=a=1", "A=1", "a ; b=1"})
  void what_only_looks_alike_is_none(String all) {
    assertThat(Cookies.value(all, "a")).isNull();
  }

  @Test
  void a_value_may_be_empty_and_may_have_an_equals_sign() {
    assertThat(Cookies.value("a=; b=1", "a")).isEmpty();
    assertThat(Cookies.value("a=x==; b=1", "a")).isEqualTo("x==");
  }
}
