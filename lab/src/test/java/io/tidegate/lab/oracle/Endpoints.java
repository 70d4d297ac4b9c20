package io.tidegate.lab.oracle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tidegate.http.json.JsonWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the recording server answers, by the first word of the path; the words after it are its
 * arguments. The same request always gets the same answer.
 */
final class Endpoints {

  private static final int BYTES_MAX = 1_024 * 1_024;

  private static final String DOCUMENT =
      """
      {"name":"Tidegate","open":true,"seats":3,"price":12.5,"none":null,
       "sale":{"id":7,"city":"서울","tags":["hot","new"]},
       "dates":[{"day":"mon","left":1},{"day":"tue","left":0},{"day":"wed","left":5}],
       "dotted.key":"dotted"}\
      """;

  static Answer answer(SeenRequest request) {
    String[] words = request.path().substring(1).split("/", -1);
    return switch (words[0]) {
      case "echo" -> Answer.json(echo(request));
      case "json" -> Answer.json(DOCUMENT);
      case "html" -> Answer.html(Pages.SHOP);
      case "status" -> status(Integer.parseInt(words[1]));
      case "redirect" -> redirect(302, Integer.parseInt(words[1]));
      case "redirect-to" -> redirectTo(parameters(request.query()));
      case "cookies" -> cookies(request, words);
      case "encoded" -> encoded(words[1]);
      case "headers" -> headers();
      case "chunked" -> bytes(words[1], "Transfer-Encoding: chunked");
      case "bytes" -> bytes(words[1], "X-Bytes: " + words[1]);
      case "basic" -> basic(request, words[1], words[2]);
      case "digest" -> DigestAuthentication.answer(request, words[1], words[2]);
      case "truncated" ->
          new Answer(200, List.of("Content-Length: 100"), "only this".getBytes(UTF_8));
      case "delay" -> delay(Integer.parseInt(words[1]));
      default -> Answer.text(404, "text/plain", "no such page");
    };
  }

  private static String echo(SeenRequest request) {
    JsonWriter json = new JsonWriter(1_024).beginObject();
    json.member("method", request.method()).member("path", request.path());
    json.name("args").beginObject();
    parameters(request.query()).forEach((name, value) -> json.anyName(name).value(value));
    json.endObject().member("type", request.header("Content-Type").orElse(""));
    return json.member("body", request.text()).endObject().toString();
  }

  private static Answer status(int status) {
    return Answer.text(status, "text/plain", "status " + status);
  }

  private static Answer redirect(int status, int left) {
    if (left == 0) return Answer.text(200, "text/plain", "arrived");
    return Answer.empty(status, "Location: /redirect/" + (left - 1));
  }

  private static Answer redirectTo(Map<String, String> parameters) {
    int status = Integer.parseInt(parameters.getOrDefault("status", "302"));
    return Answer.empty(status, "Location: " + parameters.getOrDefault("url", "/echo"));
  }

  /**
   * {@code /cookies} says which came; {@code /cookies/set?a=b} sets them and leads there; {@code
   * /cookies/attributes} sets some with all their attributes.
   */
  private static Answer cookies(SeenRequest request, String[] words) {
    String what = words.length > 1 ? words[1] : "";
    List<String> headers = new ArrayList<>();
    switch (what) {
      case "set" -> {
        headers.add("Location: /cookies");
        parameters(request.query())
            .forEach(
                (name, value) -> headers.add("Set-Cookie: " + name + "=" + value + "; Path=/"));
        return new Answer(302, headers, new byte[0]);
      }
      case "attributes" ->
          headers.addAll(
              List.of(
                  "Set-Cookie: full=1; Path=/cookies; Domain=127.0.0.1; Max-Age=3600; Secure;"
                      + " HttpOnly",
                  "Set-Cookie: dated=2; Expires=Fri, 01 Jan 2100 00:00:00 GMT; Path=/",
                  "Set-Cookie: gone=3; Expires=Thu, 01 Jan 1970 00:00:01 GMT; Path=/",
                  "Set-Cookie: bare=4",
                  "Set-Cookie: quoted=\"5 6\"; Path=/"));
      default -> {}
    }
    headers.add("Content-Type: text/plain");
    return new Answer(200, headers, request.header("Cookie").orElse("none").getBytes(UTF_8));
  }

  private static Answer encoded(String coding) {
    byte[] plain = ("coded as " + coding).getBytes(UTF_8);
    byte[] body =
        switch (coding) {
          case "gzip" -> Codings.gzip(plain);
          case "deflate" -> Codings.deflate(plain);
          case "br" -> Codings.brotli(plain);
          case "zstd" -> Codings.zstd(plain);
          default -> plain; // says one thing and sends another
        };
    String named = coding.equals("broken") ? "gzip" : coding;
    return new Answer(200, List.of("Content-Type: text/plain", "Content-Encoding: " + named), body);
  }

  private static Answer headers() {
    return new Answer(
        200,
        List.of(
            "content-type: text/plain",
            "x-lower-case: a",
            "X-UPPER: b",
            "X-Twice: first",
            "X-Twice: second",
            "X-Empty:",
            "X-Spaced:    c  ",
            "ETag: \"1\""),
        "headers".getBytes(UTF_8));
  }

  /** The letters of the alphabet again and again. */
  private static Answer bytes(String length, String header) {
    byte[] body = new byte[Math.min(Integer.parseInt(length), BYTES_MAX)];
    for (int i = 0; i < body.length; i++) body[i] = (byte) ('a' + i % 26);
    return new Answer(200, List.of("Content-Type: application/octet-stream", header), body);
  }

  private static Answer basic(SeenRequest request, String user, String password) {
    String pair = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    if (request.header("Authorization").orElse("").equals("Basic " + pair))
      return Answer.json("{\"user\":\"" + user + "\"}");
    return Answer.empty(401, "WWW-Authenticate: Basic realm=\"shop\"");
  }

  /** At most five seconds. */
  private static Answer delay(int ms) {
    try {
      Thread.sleep(Math.min(ms, 5_000));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Answer.text(200, "text/plain", "after " + ms + " ms");
  }

  /** Names and values of a query or a form, decoded. */
  static Map<String, String> parameters(String encoded) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : Arrays.asList(encoded.split("&", -1))) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (!name.isEmpty()) parameters.put(decoded(name), decoded(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private Endpoints() {}
}
