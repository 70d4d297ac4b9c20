package io.tidegate.lab.client;

import io.tidegate.lab.client.fault.Fault;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An absolute URL of http or https, taken apart once. Lenient where Go is: what a path may not hold
 * is encoded, a query goes out as it stands but for spaces. Immutable; worth keeping for a URL that
 * is asked for again.
 */
public final class HttpUrl {

  private static final String PATH_MARKS = "-_.~$&+,/:;=@";
  private static final String RAW_PATH_MARKS = PATH_MARKS + "!'()*[]%";
  private static final String HOST_MARKS = "-_.~!$&'()*+,;=";

  private final String text;
  private final boolean secure;
  private final @Nullable String userInfo;
  private final String host;
  private final int port;
  private final String authority;
  private final String target;
  private final String origin;

  private HttpUrl(
      String text, boolean secure, @Nullable String userInfo, String authority, String target)
      throws Fault {
    this.text = text;
    this.secure = secure;
    this.userInfo = userInfo;
    this.target = target;
    int colon = portColon(authority);
    String name = colon < 0 ? authority : authority.substring(0, colon);
    boolean emptyPort = colon == authority.length() - 1;
    this.port = colon < 0 || emptyPort ? (secure ? 443 : 80) : port(authority.substring(colon + 1));
    this.host = host(name);
    String shown = name.startsWith("[") ? "[" + host + "]" : host;
    this.authority = colon < 0 || emptyPort ? shown : shown + authority.substring(colon);
    this.origin = (secure ? "https://" : "http://") + shown.toLowerCase(Locale.ROOT) + ":" + port;
  }

  /**
   * Takes one apart.
   *
   * @throws Fault if it is none; 1020 as in k6
   */
  public static HttpUrl parse(String text) throws Fault {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) throw bad();
    }
    int colon = text.indexOf("://");
    if (colon <= 0) throw colon < 0 ? noScheme(text) : bad();
    boolean secure = text.regionMatches(true, 0, "https", 0, colon) && colon == 5;
    if (!secure && !(text.regionMatches(true, 0, "http", 0, colon) && colon == 4))
      throw Fault.generic(
          "unsupported protocol scheme \""
              + text.substring(0, colon).toLowerCase(Locale.ROOT)
              + '"');
    int from = colon + 3;
    int hash = text.indexOf('#', from);
    int end = hash < 0 ? text.length() : hash;
    int slash = firstOf(text, from, end, '/', '?');
    int at = text.lastIndexOf('@', slash - 1);
    String userInfo = at < from ? null : text.substring(from, at);
    String authority = text.substring(at < from ? from : at + 1, slash);
    if (authority.isEmpty() || authority.startsWith(":"))
      throw Fault.generic("http: no Host in request URL");
    int question = firstOf(text, slash, end, '?', '?');
    String path = path(text.substring(slash, question));
    String query = text.substring(question, end).replace(" ", "%20");
    return new HttpUrl(text, secure, userInfo, authority, path + query);
  }

  private static Fault bad() {
    return new Fault(Fault.BAD_URL, "invalid URL");
  }

  /** A name before a colon is a scheme, which we do not speak. */
  private static Fault noScheme(String text) {
    int colon = text.indexOf(':');
    boolean named =
        colon > 0 && text.lastIndexOf('/', colon) < 0 && Character.isLetter(text.charAt(0));
    boolean port = named && colon + 1 < text.length() && Character.isDigit(text.charAt(colon + 1));
    return colon == 0 || port
        ? bad()
        : Fault.generic(
            "unsupported protocol scheme \"" + (named ? text.substring(0, colon) : "") + '"');
  }

  private static int firstOf(String text, int from, int end, char a, char b) {
    for (int i = from; i < end; i++) {
      if (text.charAt(i) == a || text.charAt(i) == b) return i;
    }
    return end;
  }

  private static int portColon(String authority) {
    int bracket = authority.lastIndexOf(']');
    return authority.indexOf(':', Math.max(0, bracket));
  }

  private static int port(String digits) throws Fault {
    try {
      int port = digits.length() > 5 ? -1 : Integer.parseInt(digits);
      if (port >= 0 && port <= 65_535) return port;
    } catch (NumberFormatException _) {
      // Said below.
    }
    throw bad();
  }

  private static String host(String name) throws Fault {
    if (name.startsWith("[")) {
      if (!name.endsWith("]") || name.indexOf(':') < 0) throw bad();
      return name.substring(1, name.length() - 1);
    }
    boolean ascii = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      ascii &= c < 0x80;
      if (c < 0x80 && !isAlphanumeric(c) && HOST_MARKS.indexOf(c) < 0) throw bad();
    }
    if (ascii) return name;
    try {
      return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException _) {
      throw bad();
    }
  }

  /** As it stands if it may; decoded and encoded again if it may not. */
  private static String path(String path) throws Fault {
    if (path.isEmpty()) return "/";
    boolean may = true;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '%' && !(isHex(path, i + 1) && isHex(path, i + 2))) throw bad();
      may &= isAlphanumeric(c) || RAW_PATH_MARKS.indexOf(c) >= 0;
    }
    return may ? path : encoded(path);
  }

  private static String encoded(String path) {
    StringBuilder out = new StringBuilder(path.length() + 16);
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      if (b == '%') {
        b = Integer.parseInt(path(bytes, i), 16);
        i += 2;
      }
      if (isAlphanumeric((char) b) || PATH_MARKS.indexOf(b) >= 0) out.append((char) b);
      else out.append('%').append(hex(b >> 4)).append(hex(b & 15));
    }
    return out.toString();
  }

  private static String path(byte[] bytes, int percent) {
    return new String(bytes, percent + 1, 2, StandardCharsets.US_ASCII);
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }

  private static boolean isHex(String text, int at) {
    return at < text.length()
        && text.charAt(at) < 0x80
        && Character.digit(text.charAt(at), 16) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /**
   * Where a {@code Location} or a link leads from here (RFC 3986 §5).
   *
   * @throws Fault if that is no URL of http or https
   */
  public HttpUrl resolve(String reference) throws Fault {
    int hash = reference.indexOf('#');
    String to = hash < 0 ? reference : reference.substring(0, hash);
    if (hasScheme(to)) return parse(reference);
    String scheme = secure ? "https:" : "http:";
    if (to.startsWith("//")) return parse(scheme + reference);
    String user = userInfo == null ? "" : userInfo + "@";
    String base = scheme + "//" + user + authority;
    String fragment = hash < 0 ? "" : reference.substring(hash);
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    if (to.isEmpty()) return parse(base + target + fragment);
    if (to.startsWith("?")) return parse(base + path + to + fragment);
    String joined = to.startsWith("/") ? to : path.substring(0, path.lastIndexOf('/') + 1) + to;
    return parse(base + withoutDots(joined) + fragment);
  }

  private static boolean hasScheme(String reference) {
    int colon = reference.indexOf(':');
    if (colon <= 0 || !Character.isLetter(reference.charAt(0))) return false;
    for (int i = 0; i < colon; i++) {
      char c = reference.charAt(i);
      if (!isAlphanumeric(c) && c != '+' && c != '-' && c != '.') return false;
    }
    return true;
  }

  private static String withoutDots(String pathAndQuery) {
    int question = pathAndQuery.indexOf('?');
    String path = question < 0 ? pathAndQuery : pathAndQuery.substring(0, question);
    if (!path.contains("/.")) return pathAndQuery;
    StringBuilder out = new StringBuilder(path.length());
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      boolean last = i == segments.length - 1;
      if (segments[i].equals("..")) out.setLength(Math.max(0, out.lastIndexOf("/")));
      else if (!segments[i].equals(".")) out.append('/').append(segments[i]);
      if (last && (segments[i].equals("..") || segments[i].equals("."))) out.append('/');
    }
    return out + (question < 0 ? "" : pathAndQuery.substring(question));
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  /** Whether it is of https. */
  public boolean isSecure() {
    return secure;
  }

  /** What stands before {@code @}, encoded as it was; null without it. */
  public @Nullable String userInfo() {
    return userInfo;
  }

  /** Name or address, without brackets; ASCII. */
  public String host() {
    return host;
  }

  /** In [0, 65535]. */
  public int port() {
    return port;
  }

  /** What {@code Host} says: the port only where it was written. */
  public String authority() {
    return authority;
  }

  /** Path and query, as they are sent. */
  public String target() {
    return target;
  }

  /** The path, as it is sent. */
  public String path() {
    int question = target.indexOf('?');
    return question < 0 ? target : target.substring(0, question);
  }

  /** Scheme, host and port: what a connection leads to. */
  String origin() {
    return origin;
  }

  @Override
  public String toString() {
    return text;
  }
}
