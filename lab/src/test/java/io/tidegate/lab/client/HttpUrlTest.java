package io.tidegate.lab.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.lab.client.fault.Fault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpUrlTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a.test                   | a.test     | 80   | a.test        | /",
        "HTTPS://A.test/                 | A.test     | 443  | A.test        | /",
        "http://a.test:80/               | a.test     | 80   | a.test:80     | /",
        "http://a.test:/x                | a.test     | 80   | a.test        | /x",
        "http://a.test?q=1               | a.test     | 80   | a.test        | /?q=1",
        "http://a.test/x?q=a b&é#frag?   | a.test     | 80   | a.test        | /x?q=a%20b&é",
        "http://a.test/a b               | a.test     | 80   | a.test        | /a%20b",
        "http://a.test/é/!               | a.test     | 80   | a.test        | /%C3%A9/%21",
        "http://a.test/a%2Fb/(c)!        | a.test     | 80   | a.test        | /a%2Fb/(c)!",
        "http://u:p@a.test:8080/x        | a.test     | 8080 | a.test:8080   | /x",
        "http://[::1]:9/x                | ::1        | 9    | [::1]:9       | /x",
        "http://[::1]/x                  | ::1        | 80   | [::1]         | /x",
        "http://bücher.test/             | xn--bcher-kva.test | 80 | xn--bcher-kva.test | /",
        "http://a_b.test/@x              | a_b.test   | 80   | a_b.test      | /@x",
      })
  void a_url_is_taken_apart_as_go_does(
      String text, String host, int port, String authority, String target) throws Fault {
    HttpUrl url = HttpUrl.parse(text);
    assertThat(url.host()).isEqualTo(host);
    assertThat(url.port()).isEqualTo(port);
    assertThat(url.authority()).isEqualTo(authority);
    assertThat(url.target()).isEqualTo(target);
    assertThat(url.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a b.test/      | 1020 | invalid URL",
        "http://a.test:99999/  | 1020 | invalid URL",
        "http://a.test:x/      | 1020 | invalid URL",
        "http://a.test/%zz     | 1020 | invalid URL",
        "http://[::1/          | 1020 | invalid URL",
        "://a.test/            | 1020 | invalid URL",
        "ftp://a.test/         | 1000 | unsupported protocol scheme \"ftp\"",
        "a.test/x              | 1000 | unsupported protocol scheme \"\"",
        "mailto:a@b            | 1000 | unsupported protocol scheme \"mailto\"",
        "http:///x             | 1000 | http: no Host in request URL",
      })
  void what_is_none_is_told(String text, int code, String message) {
    assertThatThrownBy(() -> HttpUrl.parse(text))
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code))
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a.test/b/c?d | e               | http://a.test/b/e",
        "http://a.test/b/c?d | /e?f            | http://a.test/e?f",
        "http://a.test/b/c?d | ?f              | http://a.test/b/c?f",
        "http://a.test/b/c?d | #g              | http://a.test/b/c?d#g",
        "http://a.test/b/c?d | ../e            | http://a.test/e",
        "http://a.test/b/c?d | ../../../e/./f/ | http://a.test/e/f/",
        "http://a.test/b/c/d | ..              | http://a.test/b/",
        "http://a.test:8/b   | //c.test/d      | http://c.test/d",
        "https://a.test/b    | http://c.test   | http://c.test",
        "http://a.test       | e               | http://a.test/e",
      })
  void a_reference_leads_on_from_where_it_stands(String base, String reference, String to)
      throws Fault {
    assertThat(HttpUrl.parse(base).resolve(reference).text()).isEqualTo(to);
  }
}
