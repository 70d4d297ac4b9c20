package io.tidegate.lab.cli;

import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code options.ext.influxdb}, which many a script has from write-ups and which k6 ignores:
 * whoever wrote it wants the samples there. Where a server answers they go to it; a run does not
 * fail because none does.
 *
 * @param url of the database, as {@code --out influxdb=URL} takes it
 */
record ScriptInflux(String url) {

  private static final int ANSWER_MS_MAX = 1_000;
  private static final int PORT = 8086;

  /** What the command line wants, and the database of the script unless it names one itself. */
  static List<String> with(List<String> outputs, OptionTree options, LogLines log) {
    if (outputs.stream().anyMatch(one -> one.startsWith("influxdb"))) return outputs;
    ScriptInflux influx;
    try {
      influx = of(options);
    } catch (OptionException e) {
      log.say("warning", e.getMessage() + ", so nothing is sent there");
      return outputs;
    }
    if (influx == null) return outputs;
    if (!influx.answers()) {
      log.say(
          "info",
          "options.ext.influxdb: nobody answers at %s, so nothing is sent there"
              .formatted(influx.server()));
      return outputs;
    }
    log.say(
        "info",
        "options.ext.influxdb: samples go to %s, which k6 would not do".formatted(influx.server()));
    List<String> more = new ArrayList<>(outputs);
    more.add("influxdb=" + influx.url);
    return more;
  }

  /**
   * What a script wants; null where it says nothing of it.
   *
   * @throws OptionException if it names no address
   */
  static @Nullable ScriptInflux of(OptionTree options) throws OptionException {
    OptionTree ext = options.tree("ext");
    if (!ext.has("influxdb")) return null;
    OptionTree influx = ext.tree("influxdb");
    if (!influx.truth("enabled", true)) return null;
    String address = first(influx, "http://localhost:" + PORT, "address", "addr", "url");
    String database = first(influx, "k6", "db", "database");
    String user = first(influx, "", "username", "user");
    try {
      URI uri = new URI(address.contains("://") ? address : "http://" + address);
      if (uri.getHost() == null) throw influx.wrong("address", "a URL");
      String credentials =
          user.isEmpty() ? "" : encoded(user) + ":" + encoded(first(influx, "", "password")) + "@";
      int port = uri.getPort() < 0 ? PORT : uri.getPort();
      return new ScriptInflux(
          "%s://%s%s:%d/%s"
              .formatted(uri.getScheme(), credentials, uri.getHost(), port, encoded(database)));
    } catch (URISyntaxException _) {
      throw influx.wrong("address", "a URL");
    }
  }

  private static String first(OptionTree tree, String otherwise, String... names)
      throws OptionException {
    for (String name : names) {
      String text = tree.text(name);
      if (text != null && !text.isBlank()) return text;
    }
    return otherwise;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The server, without what is secret. */
  String server() {
    URI uri = URI.create(url);
    return uri.getHost() + ":" + uri.getPort();
  }

  /** Whether somebody listens there; waits a second at most. */
  boolean answers() {
    URI uri = URI.create(url);
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), ANSWER_MS_MAX);
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
