package io.tidegate.gate.registry;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of metadata as names of XML elements, in the spelling of XStream, which Eureka's servers
 * and clients use: {@code _} is {@code __}, {@code $} is {@code _-}, and what no name may have is
 * {@code _.} with four hexadecimal digits. Pure.
 */
final class XmlNames {

  private static final int HEX = 16;
  private static final Pattern SPELLED = Pattern.compile("_(?:_|-|\\.([0-9a-fA-F]{4}))");

  private XmlNames() {}

  static String encoded(String name) {
    StringBuilder xml = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '_') xml.append("__");
      else if (c == '$') xml.append("_-");
      else if (isPlain(c, i == 0)) xml.append(c);
      else xml.append(String.format("_.%04x", (int) c));
    }
    return xml.toString();
  }

  /** Letters and digits of ASCII are enough to be read; the others are spelled out. */
  private static boolean isPlain(char c, boolean first) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (!first && ((c >= '0' && c <= '9') || c == '.' || c == '-'));
  }

  static String decoded(String xml) {
    return SPELLED.matcher(xml).replaceAll(found -> Matcher.quoteReplacement(meant(found)));
  }

  private static String meant(MatchResult found) {
    String hex = found.group(1);
    if (hex != null) return Character.toString((char) Integer.parseInt(hex, HEX));
    return found.group().equals("_-") ? "$" : "_";
  }
}
