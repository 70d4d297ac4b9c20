package io.tidegate.lab.client.cookie;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.fault.Fault;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CookieJarTest {

  private final AtomicLong nowMs = new AtomicLong(1_000_000_000_000L);
  private final CookieJar jar = new CookieJar(nowMs::get);

  private static HttpUrl url(String text) throws Fault {
    return HttpUrl.parse(text);
  }

  private String sent(String to) throws Fault {
    return Objects.requireNonNullElse(jar.header(url(to), List.of(), Set.of()), "");
  }

  private void set(String by, String... fields) throws Fault {
    jar.setAll(url(by), List.of(fields));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        // set by                      | field                          | asked
        //     | sent
        "http://a.test/                | x=1                            | http://a.test/b                | x=1",
        "http://a.test/                | x=1                            | http://b.a.test/               | ''",
        "http://a.test/                | x=1; Domain=a.test             | http://b.a.test/               | x=1",
        "http://b.a.test/              | x=1; Domain=.A.test            | http://a.test/                 | x=1",
        "http://b.a.test/              | x=1; Domain=c.a.test           | http://c.a.test/               | ''",
        "http://ba.test/               | x=1; Domain=a.test             | http://a.test/                 | ''",
        "http://127.0.0.1/             | x=1; Domain=0.0.1              | http://127.0.0.1/              | ''",
        "http://127.0.0.1/             | x=1; Domain=127.0.0.1          | http://127.0.0.1:99/           | x=1",
        "http://a.test/d/e             | x=1                            | http://a.test/d/f              | x=1",
        "http://a.test/d/e             | x=1                            | http://a.test/                 | ''",
        "http://a.test/d/e             | x=1; Path=/                    | http://a.test/                 | x=1",
        "http://a.test/                | x=1; Path=/d                   | http://a.test/d?q              | x=1",
        "http://a.test/                | x=1; Path=/d                   | http://a.test/de               | ''",
        "http://a.test/                | x=1; Path=/d/                  | http://a.test/d/e              | x=1",
        "https://a.test/               | x=1; Secure                    | http://a.test/                 | ''",
        "https://a.test/               | x=1; Secure                    | https://a.test/                | x=1",
        "http://a.test/                | x=\"a b\"; HttpOnly            | http://a.test/                 | x=\"a b\"",
        "http://a.test/                | x=a=b                          | http://A.TEST/                 | x=a=b",
        "http://a.test/                | no pair                        | http://a.test/                 | ''",
        "http://a.test/                | x=1; Max-Age=0                 | http://a.test/                 | ''",
        "http://a.test/                | x=1; Expires=Sat, 08 Sep 2001 00:00:00 GMT | http://a.test/     | ''",
        "http://a.test/                | x=1; Expires=Mon, 10 Sep 2001 00:00:00 GMT | http://a.test/     | x=1",
        "http://a.test/                | x=1; Expires=Sat, 08 Sep 2001 00:00:00 GMT; Max-Age=9 | http://a.test/ | x=1",
      })
  void a_cookie_goes_where_it_belongs_and_nowhere_else(
      String by, String field, String asked, String sent) throws Fault {
    set(by, field);
    assertThat(sent(asked)).isEqualTo(sent);
  }

  @Test
  void longer_paths_come_first_then_those_that_were_set_first() throws Fault {
    set(
        "http://a.test/d/e",
        "a=1; Path=/",
        "b=2; Path=/d",
        "c=3; Path=/",
        "b=4; Path=/d",
        "a=5; Path=/");
    assertThat(sent("http://a.test/d/e")).isEqualTo("b=4; a=5; c=3");
  }

  @Test
  void a_cookie_ends_when_its_time_is_over_or_it_is_set_again_without_time() throws Fault {
    set("http://a.test/", "x=1; Max-Age=10", "y=2");
    nowMs.addAndGet(9_999);
    assertThat(sent("http://a.test/")).isEqualTo("x=1; y=2");
    nowMs.addAndGet(1);
    assertThat(sent("http://a.test/")).isEqualTo("y=2");
    set("http://a.test/", "y=; Max-Age=-1");
    assertThat(sent("http://a.test/")).isEmpty();
  }

  @Test
  void a_request_may_have_cookies_of_its_own() throws Fault {
    set("http://a.test/", "x=1", "y=2");
    List<Cookie> own = List.of(Cookie.of("x", "9"));
    assertThat(jar.header(url("http://a.test/"), own, Set.of())).isEqualTo("x=9; x=1; y=2");
    assertThat(jar.header(url("http://a.test/"), own, Set.of("x"))).isEqualTo("x=9; y=2");
  }

  @Test
  void a_cookie_for_https_alone_goes_to_this_machine_too() throws Fault {
    for (String host : List.of("127.0.0.1", "localhost", "shop.test")) {
      set("http://" + host + "/", "x=1; Secure");
      assertThat(sent("http://" + host + ":81/")).isEqualTo(host.equals("shop.test") ? "" : "x=1");
    }
  }

  @Test
  void a_script_takes_out_cookies_of_a_folder() throws Fault {
    set("http://c.test/", "x=1; Path=/a", "y=2");
    jar.delete(url("http://c.test/a"), "x");
    jar.clear(url("http://c.test/a"));
    assertThat(sent("http://c.test/a")).isEqualTo("x=1");
  }

  @Test
  void a_script_takes_cookies_out() throws Fault {
    set("http://a.test/", "x=1", "y=2");
    set("http://b.test/", "x=3");
    jar.delete(url("http://a.test/"), "x");
    assertThat(sent("http://a.test/")).isEqualTo("y=2");
    jar.set(url("http://a.test/"), Cookie.of("z", "4"));
    jar.clear(url("http://a.test/"));
    assertThat(sent("http://a.test/")).isEmpty();
    assertThat(sent("http://b.test/")).isEqualTo("x=3");
  }

  @Test
  void a_server_cannot_fill_the_memory() throws Fault {
    for (int i = 0; i < 5_000; i++) set("http://a.test/", "x" + i + "=1");
    assertThat(jar.get(url("http://a.test/")))
        .hasSize(3_000)
        .last()
        .isEqualTo(SetCookie.parse("x4999=1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06-Nov-1994 08:49:37 GMT",
        "6 november 1994 8:49:37"
      })
  void dates_are_read_in_every_form_that_servers_write(String date) {
    assertThat(SetCookie.date(date)).isEqualTo(784_111_777_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tomorrow",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "06 Nov 1994",
        "06 Nov 1500 08:49:37",
        "06 Nov 1994 8:49"
      })
  void what_is_no_date_is_none(String date) {
    assertThat(SetCookie.date(date)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a b | x=\"a b\"",
        "a,b | x=\"a,b\"",
        "a\"b;c\\d | x=abcd",
        "한 | x=",
        "plain | x=plain"
      })
  void what_may_not_stand_in_a_value_is_not_sent(String value, String sent) throws Exception {
    List<Cookie> own = List.of(Cookie.of("x", value));
    assertThat(new CookieJar().header(url("http://a.test/"), own, Set.of())).isEqualTo(sent);
  }
}
