package io.tidegate.gate.registry;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A form in which documents of the registry go over the wire. Between here and there a document is
 * a tree: an object is a map, a list a list, all else a text or, to be written, a number.
 * Attributes of XML are members whose names begin with {@code @}, the text beside them is the
 * member {@code $}: that is how Eureka's JSON came from its XML.
 */
enum WireForm {
  JSON("application/json", "overriddenStatus") {
    @Override
    Map<String, Object> read(byte[] bytes, int from, int length) {
      return JsonTree.read(bytes, from, length);
    }

    @Override
    byte[] write(String root, Map<String, Object> tree) {
      return JsonTree.write(root, tree);
    }
  },
  XML("application/xml", "overriddenstatus") {
    @Override
    Map<String, Object> read(byte[] bytes, int from, int length) {
      return XmlTree.read(bytes, from, length);
    }

    @Override
    byte[] write(String root, Map<String, Object> tree) {
      return XmlTree.write(root, tree);
    }
  };

  /** Nothing that an instance says is deeper. */
  static final int DEPTH_MOST = 8;

  /** The one object whose members have names of others' making. */
  static final String METADATA = "metadata";

  /** Says of an object which class readers in Java make of it. */
  static final String CLASS = "@class";

  private final String mediaType;
  private final String overriddenStatus;

  WireForm(String mediaType, String overriddenStatus) {
    this.mediaType = mediaType;
    this.overriddenStatus = overriddenStatus;
  }

  String mediaType() {
    return mediaType;
  }

  /** The one name that differs. */
  String overriddenStatus() {
    return overriddenStatus;
  }

  /** That of a body by its {@code Content-Type}; null for any other. */
  static @Nullable WireForm ofBody(@Nullable String contentType) {
    if (contentType == null) return null;
    return contentType.contains("json") ? JSON : contentType.contains("xml") ? XML : null;
  }

  /** That of a reply by {@code Accept}: XML, which is the older one, unless JSON is named. */
  static WireForm ofReply(@Nullable String accept) {
    return accept != null && accept.contains("json") ? JSON : XML;
  }

  /**
   * Reads a document that has one root.
   *
   * @return the root by its name
   * @throws IllegalArgumentException if it is none
   */
  abstract Map<String, Object> read(byte[] bytes, int from, int length);

  /** Writes a document. */
  abstract byte[] write(String root, Map<String, Object> tree);
}
