package io.tidegate.lab.script.http;

/** Names of header fields as scripts of k6 see them: {@code Content-Type}. Pure. */
public final class HeaderNames {

  private HeaderNames() {}

  /** The name with capitals at its start and behind hyphens; as it stands where it is no token. */
  public static String canonical(String name) {
    char[] letters = name.toCharArray();
    boolean upper = true;
    for (int i = 0; i < letters.length; i++) {
      char c = letters[i];
      if (c <= ' ' || c >= 0x7f || "()<>@,;:\\\"/[]?={}".indexOf(c) >= 0) return name;
      letters[i] = upper ? Character.toUpperCase(c) : Character.toLowerCase(c);
      upper = c == '-';
    }
    return new String(letters);
  }
}
