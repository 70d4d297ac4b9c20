package io.tidegate.api.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code Accept-Encoding} by RFC 9110 §12.5.3. Pure, and without garbage. */
final class AcceptEncoding {

  private static final int ABSENT = -1;
  private static final int MOST = 1_000;

  private AcceptEncoding() {}

  /**
   * The coding to answer in.
   *
   * @param header null for none, which asks for nothing
   * @param there codings that can be made, the best first; of equal weight the first wins
   * @param plainFirst whether plain is to be had wherever it is not refused
   * @return {@link ContentCoding#PLAIN} also where nothing that is accepted can be had
   */
  static ContentCoding choose(
      @Nullable String header, List<ContentCoding> there, boolean plainFirst) {
    if (header == null) return ContentCoding.PLAIN;
    int any = weight(header, "*");
    int plain = weight(header, ContentCoding.PLAIN.id());
    boolean refused = plain == ABSENT ? any == 0 : plain == 0;
    if (plainFirst && !refused) return ContentCoding.PLAIN;
    ContentCoding best = ContentCoding.PLAIN;
    int highest = Math.max(0, plain - 1); // what it is equal to goes before plain
    for (int i = 0; i < there.size(); i++) {
      int weight = weight(header, there.get(i).id());
      if (weight == ABSENT) weight = any;
      if (weight <= highest) continue;
      highest = weight;
      best = there.get(i);
    }
    return best;
  }

  /** Thousandths in [0, 1000], or {@link #ABSENT} if the header does not name it. */
  static int weight(String header, String name) {
    for (int from = 0; from < header.length(); ) {
      int comma = header.indexOf(',', from);
      int to = comma < 0 ? header.length() : comma;
      int at = skipSpace(header, from, to);
      // The old name of gzip, which RFC 9110 §8.4.1.3 says is the same.
      if (header.regionMatches(true, at, "x-gzip", 0, 6)) at += 2;
      int end = at + name.length();
      if (header.regionMatches(true, at, name, 0, name.length()) && isEnd(header, end, to))
        return quality(header, end, to);
      from = to + 1;
    }
    return ABSENT;
  }

  private static int skipSpace(String header, int from, int to) {
    int at = from;
    while (at < to && isSpace(header.charAt(at))) at++;
    return at;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /** Not a longer name that begins with it. */
  private static boolean isEnd(String header, int at, int to) {
    return at == to || (at < to && (isSpace(header.charAt(at)) || header.charAt(at) == ';'));
  }

  /** What stands behind a name; anything but a weight is taken as a refusal. */
  private static int quality(String header, int from, int to) {
    int at = skipSpace(header, from, to);
    if (at == to) return MOST;
    if (header.charAt(at) != ';') return 0;
    at = skipSpace(header, at + 1, to);
    if (!header.regionMatches(true, at, "q=", 0, 2)) return 0;
    at += 2;
    if (at >= to || header.charAt(at) < '0' || header.charAt(at) > '1') return 0;
    int whole = (header.charAt(at++) - '0') * MOST;
    if (at < to && header.charAt(at) == '.') at++;
    int rest = 0;
    for (int unit = MOST / 10; unit > 0 && at < to && isDigit(header.charAt(at)); unit /= 10)
      rest += (header.charAt(at++) - '0') * unit;
    return skipSpace(header, at, to) == to ? Math.min(MOST, whole + rest) : 0;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
