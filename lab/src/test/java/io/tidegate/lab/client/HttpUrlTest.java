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
        "http://a.test/x?q=a b&é#frag?   | a.test     | 80   | a.test        | /x?q=a b&é   ",
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
    assertThat(url.fault()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a.test            | http://a.test",
        "HTTPS://A.test/          | https://A.test/",
        "http://a.test?q=a b#c d? | http://a.test?q=a b#c%20d?",
        "http://a.test/a b/%41#   | http://a.test/a%20b/A",
        "http://a.test/a%2Fb      | http://a.test/a%2Fb",
      })
  void what_must_be_encoded_shows_so(String text, String shown) throws Fault {
    assertThat(HttpUrl.parse(text).text()).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a.test/x@y    | http://a.test/x@y           | http://a.test/x@y       | http://a.test/x@y",
        "http://u:p@a.test/x  | http://****:****@a.test/x   | http://u:***@a.test/x   | http://a.test/x",
        "http://u@a.test:1/   | http://****@a.test:1/       | http://u@a.test:1/      | http://a.test:1/",
        "http://u:@a.test/    | http://****:****@a.test/    | http://u:***@a.test/    | http://a.test/",
        "http://u%20:p%40@a/  | http://****:****@a/         | http://u%20:***@a/      | http://a/",
      })
  void a_name_and_a_password_are_not_for_everybody(
      String text, String masked, String logged, String nobodys) throws Fault {
    HttpUrl url = HttpUrl.parse(text);
    assertThat(url.masked()).isEqualTo(masked);
    assertThat(url.withoutPassword()).isEqualTo(logged);
    assertThat(url.withoutUser().text()).isEqualTo(nobodys);
    assertThat(url.withoutUser().userInfo()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://a b.test/      | invalid character \" \" in host name",
        "http://a.test:x/      | invalid port \":x\" after host",
        "http://a.test/%zz     | invalid URL escape \"%zz\"",
        "http://a.test/#%z     | invalid URL escape \"%z\"",
        "http://%zz/           | invalid URL escape \"%zz\"",
        "http://[::1/          | missing ']' in host",
        "://a.test/            | missing protocol scheme",
        "127.0.0.1:80/         | first path segment in URL cannot contain colon",
      })
  void what_is_none_is_told(String text, String why) {
    assertThatThrownBy(() -> HttpUrl.parse(text))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(Fault.BAD_URL))
        .hasMessage("invalid URL: parse \"" + text + "\": " + why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ftp://a.test/         | 1000 | unsupported protocol scheme \"ftp\"",
        "a.test/x              | 1000 | unsupported protocol scheme \"\"",
        "''                    | 1000 | unsupported protocol scheme \"\"",
        "mailto:a@b            | 1000 | unsupported protocol scheme \"mailto\"",
        "http:///x             | 1000 | http: no Host in request URL",
        "http:x                | 1000 | http: no Host in request URL",
        "http://:80/           | 1101 | lookup: no such host",
        "http://a.test:99999/  | 1210 | dial tcp: address 99999: invalid port",
      })
  void what_leads_nowhere_is_told_when_it_is_asked_for(String text, int code, String message)
      throws Exception {
    try (Network network = new Network(ClientConfig.DEFAULT);
        HttpClient client = network.client(0)) {
      HttpReply reply = client.send(HttpCall.of("GET", HttpUrl.parse(text)));
      assertThat(reply.errorCode()).isEqualTo(code);
      assertThat(reply.error()).isEqualTo(message);
      assertThat(reply.detail()).isEqualTo("Get \"" + text + "\": " + message);
    }
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
