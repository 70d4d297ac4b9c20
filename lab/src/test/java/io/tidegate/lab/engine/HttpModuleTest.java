package io.tidegate.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cookies, codings and authentication of {@code k6/http} against a server that says what came. */
@Timeout(60)
class HttpModuleTest {

  @TempDir private Path folder;
  private TestRun run;

  @BeforeEach
  void start() throws IOException {
    run = new TestRun(folder);
    run.server.createContext(
        "/cookies", exchange -> answer(exchange, 200, header(exchange, "Cookie")));
    run.server.createContext(
        "/json",
        exchange ->
            answer(
                exchange,
                200,
                "{'a':{'b':[{'n':'x','v':1},{'n':'y','v':2}]},'k.l':3}".replace('\'', '"')));
    run.server.createContext("/set", HttpModuleTest::set);
    run.server.createContext("/auth", HttpModuleTest::authenticate);
    run.server.createContext(
        "/coded",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          String plain =
              new String(
                  new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes(),
                  StandardCharsets.UTF_8);
          answer(exchange, 200, header(exchange, "Content-Encoding") + " " + plain);
        });
  }

  @AfterEach
  void stop() {
    run.close();
  }

  private static String header(HttpExchange exchange, String name) {
    return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "none");
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Sets what the query says, and leads to what came. */
  private static void set(HttpExchange exchange) throws IOException {
    exchange
        .getResponseHeaders()
        .add("Set-Cookie", exchange.getRequestURI().getQuery() + "; Path=/; HttpOnly; Max-Age=60");
    exchange.getResponseHeaders().add("Location", "/cookies");
    answer(exchange, 302, "");
  }

  private static void authenticate(HttpExchange exchange) throws IOException {
    String given = header(exchange, "Authorization");
    if (given.startsWith("Digest ")) answer(exchange, 200, given.replaceAll(" .*", ""));
    else {
      exchange.getResponseHeaders().add("WWW-Authenticate", "Digest realm=\"a\", nonce=\"b\"");
      answer(exchange, 401, given);
    }
  }

  private List<String> said(String options, String body) throws Exception {
    run.run(
        "import http from 'k6/http';\nexport const options = { vus: 1, iterations: 1"
            + options
            + " };\nexport default function () {\nconst url = `${__ENV.BASE}/cookies`;\n"
            + body
            + "\n}");
    return run.said.stream().map(line -> line.replaceFirst("^info ", "")).toList();
  }

  @Test
  void cookies_go_back_through_redirects_and_stay_for_one_iteration() throws Exception {
    assertThat(
            said(
                ", iterations: 2",
                """
                console.log(http.get(url).body);
                console.log(http.get(`${__ENV.BASE}/set?a=1`).body, http.get(url).body);
                """))
        .containsExactly("none", "a=1 a=1", "none", "a=1 a=1");
  }

  @Test
  void a_request_has_cookies_of_its_own_beside_those_of_the_jar() throws Exception {
    assertThat(
            said(
                "",
                """
                http.get(`${__ENV.BASE}/set?a=1`);
                console.log(http.get(url, { cookies: { b: 2, a: 'kept' } }).body);
                console.log(http.get(url, { cookies: { a: { value: 'mine', replace: true } } }).body);
                console.log(http.get(url, { headers: { Cookie: 'h=0' }, cookies: { b: 2 } }).body);
                console.log(http.get(`${__ENV.BASE}/set?c=3`, { headers: { Cookie: 'h=0' }, cookies: { b: 2 } }).body);
                const { Cookie } = http.get(url).request.headers;
                console.log(JSON.stringify(Cookie), JSON.stringify(http.get(url).request.cookies.c));
                """))
        .containsExactly(
            "b=2; a=kept; a=1",
            "a=mine",
            "h=0; b=2; a=1",
            "b=2; a=1; c=3",
            "[\"a=1; c=3\"] [{\"name\":\"c\",\"value\":\"3\",\"replace\":false}]");
  }

  @Test
  void a_jar_is_filled_read_and_emptied_by_a_script() throws Exception {
    assertThat(
            said(
                "",
                """
                const jar = http.cookieJar();
                jar.set(url, 'a', '1', { path: '/', max_age: 60 });
                jar.set(url, 'far', '2', { path: '/far' });
                jar.set(url, 'old', '3', { expires: 'Thu, 01 Jan 1970 00:00:01 GMT' });
                console.log(JSON.stringify(jar.cookiesForURL(url)), http.get(url).body);
                jar.delete(url, 'a');
                console.log(http.get(url).body);
                const other = new http.CookieJar();
                other.set(url, 'mine', 'm');
                console.log(http.get(`${__ENV.BASE}/set?x=y`, { jar: other }).body, http.get(url).body);
                other.clear(url);
                console.log(JSON.stringify(other.cookiesForURL(url)));
                for (const wrong of [() => jar.set('::', 'a', 'b'), () => jar.set(url, 'a', 'b', { expires: 'soon' })]) {
                  try {
                    wrong();
                  } catch (error) {
                    console.log(error.name);
                  }
                }
                """))
        .containsExactly(
            "{\"a\":[\"1\"]} a=1", "none", "mine=m; x=y none", "{}", "GoError", "GoError");
  }

  @Test
  void a_form_is_written_as_k6_writes_it() throws Exception {
    run.server.createContext(
        "/body",
        exchange ->
            answer(
                exchange,
                200,
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    assertThat(
            said(
                "",
                """
                const post = body => http.post(`${__ENV.BASE}/body`, body);
                console.log(post({ b: [1, 2], a: "*~!' x", n: null, o: { y: 1, x: 'z' }, d: new Date(0) }).body);
                console.log(post(5).status, post(['x']).status);
                """))
        .startsWith(
            "a=%2A~%21%27+x&b=1&b=2&d=1970-01-01+00%3A00%3A00+%2B0000+UTC&n=%3Cnil%3E&o=map%5Bx%3Az+y%3A1%5D")
        .contains("warning Request Failed: unknown request body type int64")
        .endsWith("0 0");
  }

  @Test
  void a_part_of_a_reply_is_selected_by_a_path() throws Exception {
    assertThat(
            said(
                "",
                """
                const reply = http.get(`${__ENV.BASE}/json`);
                const paths = ['a.b.1.n', 'a.b.#', 'a.b.#.v', 'a.b.#(v>1).n', 'a.b.#(n=="x")#.v', 'k\\\\.l', 'a.*.0.v',
                  'a.b.#.n|0', 'a.b.@reverse.0.n', 'none.a', ''];
                console.log(paths.map(path => JSON.stringify(reply.json(path))).join(' '));
                """))
        .containsExactly("\"y\" 2 [1,2] \"y\" [1] 3 1 \"x\" \"y\"  ");
  }

  @Test
  void a_reply_tells_the_cookies_that_it_sets() throws Exception {
    assertThat(
            said(
                "",
                "console.log(JSON.stringify(http.get(`${__ENV.BASE}/set?a=1`, { redirects: 0 }).cookies));"))
        .containsExactly(
            "{\"a\":[{\"name\":\"a\",\"value\":\"1\",\"domain\":\"\",\"path\":\"/\",\"http_only\":true,"
                + "\"secure\":false,\"max_age\":60,\"expires\":-6795364578871}]}");
  }

  @Test
  void a_challenge_is_answered_and_a_body_is_coded() throws Exception {
    assertThat(
            said(
                "",
                """
                const address = `${__ENV.BASE}/auth`.replace('://', '://ada:se%20cret@');
                console.log(http.get(address).body, http.get(address, { auth: 'digest' }).body);
                console.log(http.post(`${__ENV.BASE}/coded`, { a: 1 }, { compression: 'gzip' }).body);
                console.log(http.post(url, 'x', { compression: 'rot13' }).status);
                """))
        .startsWith("Basic YWRhOnNlIGNyZXQ= Digest", "gzip a=1")
        .anyMatch(
            line -> line.startsWith("warning Request Failed: unknown compression algorithm rot13"))
        .endsWith("0");
    assertThat(run.totals(run.metrics.builtin.httpReqs).sum()).isEqualTo(4);
  }
}
