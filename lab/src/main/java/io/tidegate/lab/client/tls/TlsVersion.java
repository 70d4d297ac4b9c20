package io.tidegate.lab.client.tls;

import java.util.List;
import java.util.stream.Stream;

/** Versions of TLS, the oldest first. */
public enum TlsVersion {
  TLS_1_0("tls1.0", "TLSv1"),
  TLS_1_1("tls1.1", "TLSv1.1"),
  TLS_1_2("tls1.2", "TLSv1.2"),
  TLS_1_3("tls1.3", "TLSv1.3");

  private final String id;
  private final String standardName;

  TlsVersion(String id, String standardName) {
    this.id = id;
    this.standardName = standardName;
  }

  /** As scripts call it. */
  public String id() {
    return id;
  }

  /** As the JDK calls it. */
  String standardName() {
    return standardName;
  }

  /**
   * The one that scripts call so.
   *
   * @throws IllegalArgumentException if there is none; the message is for whoever wrote it
   */
  public static TlsVersion of(String id) {
    return Stream.of(values())
        .filter(version -> version.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown TLS version: '" + id + "'"));
  }

  /** All from one to the other. */
  public static List<TlsVersion> between(TlsVersion least, TlsVersion greatest) {
    return Stream.of(values())
        .filter(version -> version.compareTo(least) >= 0 && version.compareTo(greatest) <= 0)
        .toList();
  }

  static String idOf(String standardName) {
    return Stream.of(values())
        .filter(version -> version.standardName.equals(standardName))
        .findFirst()
        .map(TlsVersion::id)
        .orElse(standardName);
  }
}
