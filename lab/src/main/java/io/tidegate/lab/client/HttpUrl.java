package io.tidegate.lab.client;

import io.tidegate.lab.client.fault.Fault;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A URL, taken apart once. Lenient where Go is: what a path may not hold is encoded, a query goes
 * out as it stands, and what is a URL but none that can be asked for is told when it is asked for.
 * Immutable; worth keeping for a URL that is asked for again.
 */
public final class HttpUrl {

  private static final String PATH_MARKS = "-_.~$&+,/:;=@";
  private static final String RAW_PATH_MARKS = PATH_MARKS + "!'()*[]%";
  private static final String FRAGMENT_MARKS = PATH_MARKS + "?!()*";
  private static final String RAW_FRAGMENT_MARKS = RAW_PATH_MARKS + "?";
  private static final String HOST_MARKS = "-_.~!$&'()*+,;=";
  private static final int PORT_MAX = 65_535;

  private final String text;
  private final boolean secure;
  private final @Nullable String userInfo;
  private final String host;
  private final int port;
  private final String authority;
  private final String target;
  private final String origin;
  private final @Nullable Fault fault;

  private HttpUrl(
      String text, boolean secure, @Nullable String userInfo, String authority, String target)
      throws Fault {
    this.text = text;
    this.secure = secure;
    this.userInfo = userInfo;
    this.target = target;
    if (authority.startsWith("[") && authority.indexOf(']') < 0)
      throw bad(text, "missing ']' in host");
    int colon = portColon(authority);
    String name = colon < 0 ? authority : authority.substring(0, colon);
    String digits = colon < 0 ? "" : authority.substring(colon + 1);
    this.port = digits.isEmpty() ? (secure ? 443 : 80) : port(text, digits);
    this.host = host(text, name);
    String shown = name.startsWith("[") ? "[" + host + "]" : host;
    this.authority = digits.isEmpty() ? shown : shown + ':' + digits;
    this.origin = (secure ? "https://" : "http://") + shown.toLowerCase(Locale.ROOT) + ":" + port;
    if (host.isEmpty()) fault = new Fault(Fault.NO_SUCH_HOST, "lookup: no such host");
    else if (port > PORT_MAX)
      fault = new Fault(Fault.DIAL, "dial tcp: address " + digits + ": invalid port");
    else fault = null;
  }

  /** The same of nobody in particular. */
  private HttpUrl(HttpUrl other, String text) {
    this.text = text;
    secure = other.secure;
    userInfo = null;
    host = other.host;
    port = other.port;
    authority = other.authority;
    target = other.target;
    origin = other.origin;
    fault = other.fault;
  }

  /** One that leads nowhere. */
  private HttpUrl(String text, String why) {
    this.text = text;
    secure = false;
    userInfo = null;
    host = "";
    port = 0;
    authority = "";
    target = "/";
    origin = "";
    fault = Fault.generic(why);
  }

  /**
   * Takes one apart.
   *
   * @throws Fault if it is none; 1020 as in k6
   */
  public static HttpUrl parse(String text) throws Fault {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f)
        throw bad(text, "net/url: invalid control character in URL");
    }
    int colon = schemeEnd(text);
    String scheme = text.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (!secure && !scheme.equals("http")) return ofOther(text, scheme);
    int from = colon + 3;
    int hash = text.indexOf('#');
    int end = hash < 0 ? text.length() : hash;
    int slash = firstOf(text, from, end, '/', '?');
    if (!text.startsWith("//", colon + 1) || slash == from)
      return new HttpUrl(text, "http: no Host in request URL");
    int at = text.lastIndexOf('@', slash - 1);
    String userInfo = at < from ? null : text.substring(from, at);
    String authority = text.substring(at < from ? from : at + 1, slash);
    int question = firstOf(text, slash, end, '?', '?');
    String path = encoded(text, slash, question, RAW_PATH_MARKS, PATH_MARKS);
    String fragment =
        hash < 0 || hash == text.length() - 1
            ? ""
            : '#' + encoded(text, hash + 1, text.length(), RAW_FRAGMENT_MARKS, FRAGMENT_MARKS);
    String query = text.substring(question, end);
    String normal = scheme + text.substring(colon, slash) + path + query + fragment;
    return new HttpUrl(normal, secure, userInfo, authority, (path.isEmpty() ? "/" : path) + query);
  }

  private static HttpUrl ofOther(String text, String scheme) throws Fault {
    int slash = firstOf(text, 0, text.length(), '/', '?');
    if (scheme.isEmpty() && text.lastIndexOf(':', slash) >= 0)
      throw text.startsWith(":")
          ? bad(text, "missing protocol scheme")
          : bad(text, "first path segment in URL cannot contain colon");
    return new HttpUrl(text, "unsupported protocol scheme \"" + scheme + '"');
  }

  private static Fault bad(String text, String why) {
    return new Fault(Fault.BAD_URL, "invalid URL: parse \"" + text + "\": " + why);
  }

  /** Where the colon behind a scheme is; negative without one. */
  private static int schemeEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') return i == 0 ? -1 : i;
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (i == 0 || !(isAlphanumeric(c) || c == '+' || c == '-' || c == '.')))
        return -1;
    }
    return -1;
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

  /** Any number: whether a port has it is found out when it is connected to. */
  private static int port(String text, String digits) throws Fault {
    int port = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') throw bad(text, "invalid port \":" + digits + "\" after host");
      port = Math.min(10 * port + c - '0', PORT_MAX + 1);
    }
    return port;
  }

  private static String host(String text, String name) throws Fault {
    if (name.startsWith("[")) {
      if (!name.endsWith("]") || name.indexOf(':') < 0) throw bad(text, "invalid host");
      return name.substring(1, name.length() - 1);
    }
    boolean ascii = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      ascii &= c < 0x80;
      if (c == '%') throw badEscape(text, name, i);
      if (c < 0x80 && !isAlphanumeric(c) && HOST_MARKS.indexOf(c) < 0)
        throw bad(text, "invalid character \"" + c + "\" in host name");
    }
    if (ascii) return name;
    try {
      return IDN.toASCII(name, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException _) {
      throw bad(text, "invalid host");
    }
  }

  /**
   * A part of a URL: as it stands if it may; decoded and encoded again if it may not.
   *
   * @param raw marks that may stand in it
   * @param marks that stay when it is encoded
   */
  private static String encoded(String url, int from, int to, String raw, String marks)
      throws Fault {
    boolean may = true;
    for (int i = from; i < to; i++) {
      char c = url.charAt(i);
      if (c == '%' && !(isHex(url, i + 1, to) && isHex(url, i + 2, to)))
        throw badEscape(url, url.substring(0, to), i);
      may &= isAlphanumeric(c) || raw.indexOf(c) >= 0;
    }
    String part = url.substring(from, to);
    return may ? part : encoded(part, marks);
  }

  private static Fault badEscape(String url, String part, int at) {
    String escape = part.substring(at, Math.min(at + 3, part.length()));
    return bad(url, "invalid URL escape \"" + escape + '"');
  }

  private static String encoded(String part, String marks) {
    StringBuilder out = new StringBuilder(part.length() + 16);
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      if (b == '%') {
        b = Integer.parseInt(new String(bytes, i + 1, 2, StandardCharsets.US_ASCII), 16);
        i += 2;
      }
      if (isAlphanumeric((char) b) || marks.indexOf(b) >= 0) out.append((char) b);
      else out.append('%').append(hex(b >> 4)).append(hex(b & 15));
    }
    return out.toString();
  }

  private static char hex(int digit) {
    return "0123456789ABCDEF".charAt(digit);
  }

  private static boolean isHex(String text, int at, int to) {
    return at < to && text.charAt(at) < 0x80 && Character.digit(text.charAt(at), 16) >= 0;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /**
   * Where a {@code Location} or a link leads from here (RFC 3986 §5).
   *
   * @throws Fault if that is no URL
   */
  public HttpUrl resolve(String reference) throws Fault {
    int hash = reference.indexOf('#');
    String to = hash < 0 ? reference : reference.substring(0, hash);
    if (schemeEnd(to) >= 0) return parse(reference);
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

  /** As it was written, but for what must be encoded. */
  public String text() {
    return text;
  }

  /** The text with asterisks instead of a name and a password. */
  public String masked() {
    if (userInfo == null) return text;
    int from = text.indexOf("//") + 2;
    String mask = userInfo.indexOf(':') < 0 ? "****" : "****:****";
    return text.substring(0, from) + mask + text.substring(from + userInfo.length());
  }

  /** The same without a name and a password. */
  public HttpUrl withoutUser() {
    if (userInfo == null) return this;
    int from = text.indexOf("//") + 2;
    String rest = text.substring(from + userInfo.length() + 1);
    return new HttpUrl(this, text.substring(0, from) + rest);
  }

  /** The text with asterisks instead of a password, as Go writes it into the log. */
  String withoutPassword() {
    int colon = userInfo == null ? -1 : userInfo.indexOf(':');
    if (userInfo == null || colon < 0) return text;
    int from = text.indexOf("//") + 3 + colon;
    return text.substring(0, from) + "***" + text.substring(from + userInfo.length() - colon - 1);
  }

  /** Why it cannot be asked for; null if it can. */
  @Nullable Fault fault() {
    return fault;
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

  /** In [0, 65536]; no port has the last of these. */
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
  public String origin() {
    return origin;
  }

  @Override
  public String toString() {
    return text;
  }
}
