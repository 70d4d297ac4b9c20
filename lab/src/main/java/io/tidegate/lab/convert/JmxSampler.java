package io.tidegate.lab.convert;

import static io.tidegate.lab.convert.ScriptWriter.quoted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/** Writes a request of a plan. */
final class JmxSampler {

  private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

  private final ScriptWriter to;
  private final JmxText text;
  private final JmxChecks checks;

  JmxSampler(ScriptWriter to, JmxText text) {
    this.to = to;
    this.text = text;
    checks = new JmxChecks(to, text);
  }

  void write(JmxElement sampler, JmxScope scope) {
    for (JmxElement timer : scope.timers()) timer(timer);
    String method = scope.text(sampler, "HTTPSampler.method").toUpperCase(Locale.ROOT);
    if (method.isEmpty()) method = "GET";
    List<Element> arguments = sampler.collection("Arguments.arguments");
    boolean raw = sampler.flag("HTTPSampler.postBodyRaw");
    boolean body = raw || WITH_BODY.contains(method);
    String url = url(sampler, scope, body ? List.of() : arguments);
    String content = !body ? "null" : raw ? rawBody(arguments) : form(arguments);
    to.line(
        "reply = http.request(%s, %s, %s, %s);"
            .formatted(quoted(method), url, content, params(sampler, scope)));
    checks.extract(scope.extractors());
    checks.check(scope.assertions());
    tell(sampler);
  }

  private void tell(JmxElement sampler) {
    for (String unknown : text.takeUnknown()) to.note("the function " + unknown + " in " + sampler);
    if (sampler.flag("HTTPSampler.image_parser"))
      to.note("embedded resources of " + sampler + ": k6 loads none");
    if (!sampler.collection("HTTPFileArgs.files").isEmpty())
      to.note("files that " + sampler + " sends");
  }

  // ---- the address ----

  private String url(JmxElement sampler, JmxScope scope, List<Element> arguments) {
    String path = scope.text(sampler, "HTTPSampler.path");
    StringBuilder url = new StringBuilder("`");
    String domain = scope.text(sampler, "HTTPSampler.domain");
    boolean whole = path.matches("https?://.*") || (domain.isEmpty() && path.startsWith("${"));
    if (!whole) {
      String protocol = scope.text(sampler, "HTTPSampler.protocol");
      String port = scope.text(sampler, "HTTPSampler.port");
      url.append(protocol.isEmpty() ? "http" : text.inner(protocol)).append("://");
      url.append(text.inner(domain));
      if (!port.isEmpty()) url.append(':').append(text.inner(port));
      if (!path.startsWith("/")) url.append('/');
    }
    url.append(text.inner(path));
    String join = path.contains("?") ? "&" : "?";
    for (Element one : arguments) {
      url.append(join).append(argument(one));
      join = "&";
    }
    return url.append('`').toString();
  }

  private String argument(Element one) {
    boolean encode = JmxElement.text(one, "HTTPArgument.always_encode").equals("true");
    String name = JmxElement.text(one, "Argument.name");
    String value = JmxElement.text(one, "Argument.value");
    return encode
        ? text.encoded(name) + "=" + text.encoded(value)
        : text.inner(name) + "=" + text.inner(value);
  }

  // ---- what it sends ----

  private String rawBody(List<Element> arguments) {
    StringBuilder body = new StringBuilder();
    for (Element one : arguments) body.append(JmxElement.text(one, "Argument.value"));
    return text.expression(body.toString());
  }

  private String form(List<Element> arguments) {
    if (arguments.isEmpty()) return "null";
    boolean named =
        arguments.stream().noneMatch(one -> JmxElement.text(one, "Argument.name").isEmpty());
    if (!named) return rawBody(arguments);
    List<String> fields = new ArrayList<>();
    for (Element one : arguments)
      fields.add(
          "%s: %s"
              .formatted(
                  key(JmxElement.text(one, "Argument.name")),
                  text.expression(JmxElement.text(one, "Argument.value"))));
    return "{ " + String.join(", ", fields) + " }";
  }

  private String params(JmxElement sampler, JmxScope scope) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (JmxElement manager : scope.headers())
      for (Element one : manager.collection("HeaderManager.headers"))
        headers.put(
            key(JmxElement.text(one, "Header.name")),
            text.expression(JmxElement.text(one, "Header.value")));
    List<String> params = new ArrayList<>();
    if (!headers.isEmpty()) {
      List<String> all = new ArrayList<>();
      headers.forEach((name, value) -> all.add(name + ": " + value));
      params.add("headers: { " + String.join(", ", all) + " }");
    }
    params.add("tags: { name: " + quoted(sampler.name()) + " }");
    boolean follows =
        sampler.flag("HTTPSampler.follow_redirects") || sampler.flag("HTTPSampler.auto_redirects");
    if (!follows) params.add("redirects: 0");
    String timeout = scope.text(sampler, "HTTPSampler.response_timeout");
    if (timeout.matches("[1-9]\\d*")) params.add("timeout: '" + timeout + "ms'");
    return "{ " + String.join(", ", params) + " }";
  }

  private String key(String name) {
    String key = text.expression(name);
    return key.startsWith("'") ? key : "[" + key + "]";
  }

  // ---- the wait before it ----

  private void timer(JmxElement timer) {
    String delay = text.number(timer.text("ConstantTimer.delay"));
    String range = text.number(timer.text("RandomTimer.range"));
    switch (timer.type()) {
      case "ConstantTimer" -> to.line("sleep(%s / 1000);".formatted(delay));
      case "UniformRandomTimer" ->
          to.line("sleep((%s + Math.random() * %s) / 1000);".formatted(delay, range));
      case "GaussianRandomTimer" ->
          to.line("sleep(Math.max(0, %s + gaussian() * %s) / 1000);".formatted(delay, range));
      default -> to.note(timer + " (for a throughput, use a scenario with an arrival rate)");
    }
    for (String unknown : text.takeUnknown()) to.note("the function " + unknown + " in " + timer);
  }
}
