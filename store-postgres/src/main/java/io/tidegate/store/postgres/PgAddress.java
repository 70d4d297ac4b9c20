package io.tidegate.store.postgres;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is, from the URL that users give: {@code
 * postgres://user:password@host:port,host:port/database?realm=NAME&sslmode=require}.
 *
 * @param hosts {@code host:port}, several with commas
 * @param database its name
 * @param user who connects
 * @param password empty where the driver shall look into the password file
 * @param realm which log of the database
 * @param options for the driver, those of {@link #OPTIONS}
 */
record PgAddress(
    String hosts,
    String database,
    String user,
    String password,
    String realm,
    Map<String, String> options) {

  /** What a URL may say beside the realm; the rest is ours to set. */
  static final Set<String> OPTIONS =
      new TreeSet<>(
          Set.of("sslmode", "sslrootcert", "sslcert", "sslkey", "channelBinding", "gssEncMode"));

  static final String SCHEMES = "postgres:// or postgresql://";
  private static final int REALM_LENGTH_MAX = 100;

  /** Whether that URL is for this home. */
  static boolean isOne(String url) {
    return url.startsWith("postgres://") || url.startsWith("postgresql://");
  }

  /**
   * Reads a URL.
   *
   * @param environment for {@code PGPASSWORD} and {@code PGUSER}
   * @throws IllegalArgumentException if it is none, with words that do not repeat a password
   */
  static PgAddress parse(String url, Map<String, String> environment) {
    if (!isOne(url)) throw new IllegalArgumentException("a database's URL begins with " + SCHEMES);
    String rest = url.substring(url.indexOf("://") + 3);
    int question = rest.indexOf('?');
    String query = question < 0 ? "" : rest.substring(question + 1);
    if (question >= 0) rest = rest.substring(0, question);
    int slash = rest.indexOf('/');
    if (slash < 0 || slash == rest.length() - 1)
      throw new IllegalArgumentException(
          "the URL names no database: postgres://user@host:port/database?realm=NAME");
    String database = decoded(rest.substring(slash + 1));
    String authority = rest.substring(0, slash);
    int at = authority.lastIndexOf('@');
    String user = at < 0 ? "" : authority.substring(0, at);
    int colon = user.indexOf(':');
    String password = colon < 0 ? "" : decoded(user.substring(colon + 1));
    user = decoded(colon < 0 ? user : user.substring(0, colon));
    if (user.isEmpty())
      user = environment.getOrDefault("PGUSER", System.getProperty("user.name", ""));
    if (password.isEmpty()) password = environment.getOrDefault("PGPASSWORD", "");
    Map<String, String> options = options(query);
    String realm = realm(options.remove("realm"));
    return new PgAddress(
        hosts(authority.substring(at + 1)), database, user, password, realm, options);
  }

  private static String realm(@Nullable String given) {
    String realm = given == null ? "default" : given;
    if (realm.isEmpty() || realm.length() > REALM_LENGTH_MAX)
      throw new IllegalArgumentException(
          "realm must have 1 to " + REALM_LENGTH_MAX + " characters, not " + realm.length());
    return realm;
  }

  private static String hosts(String text) {
    List<String> hosts = new ArrayList<>();
    for (String host : text.split(",", -1)) {
      boolean port = host.lastIndexOf(':') > host.lastIndexOf(']');
      String number = port ? host.substring(host.lastIndexOf(':') + 1) : "5432";
      String name = port ? host.substring(0, host.lastIndexOf(':')) : host;
      if (!number.matches("[0-9]{1,5}") || Integer.parseInt(number) > 65_535)
        throw new IllegalArgumentException("'" + number + "' is no port of a database's host");
      if (name.isEmpty() && text.contains(","))
        throw new IllegalArgumentException("one of the database's hosts has no name");
      hosts.add((name.isEmpty() ? "localhost" : name) + ":" + number);
    }
    return String.join(",", hosts);
  }

  private static Map<String, String> options(String query) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      if (pair.isEmpty()) continue;
      int equals = pair.indexOf('=');
      String key = decoded(equals < 0 ? pair : pair.substring(0, equals));
      if (!key.equals("realm") && !OPTIONS.contains(key))
        throw new IllegalArgumentException(
            "a database's URL takes realm, " + String.join(", ", OPTIONS) + "; not '" + key + "'");
      options.put(key, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
    }
    return options;
  }

  private static String decoded(String text) {
    try {
      // A plus is a plus there.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("a % in the database's URL is not followed by two digits");
    }
  }

  /** For the driver. */
  String jdbcUrl() {
    return "jdbc:postgresql://"
        + hosts
        + "/"
        + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * What the driver is told.
   *
   * @param connectSeconds for one host to take the connection, and for each answer until it is used
   */
  Properties properties(int connectSeconds) {
    Properties properties = new Properties();
    options.forEach(properties::setProperty);
    properties.setProperty("user", user);
    if (!password.isEmpty()) properties.setProperty("password", password);
    properties.setProperty("ApplicationName", "tidegate");
    properties.setProperty("connectTimeout", Integer.toString(connectSeconds));
    properties.setProperty("socketTimeout", Integer.toString(connectSeconds));
    properties.setProperty("sslResponseTimeout", Integer.toString(1_000 * connectSeconds));
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("targetServerType", "primary");
    properties.setProperty("hostRecheckSeconds", "1");
    return properties;
  }

  /** Its name without credentials. */
  String name() {
    return "postgres://" + hosts + "/" + database + "?realm=" + realm;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return name();
  }
}
