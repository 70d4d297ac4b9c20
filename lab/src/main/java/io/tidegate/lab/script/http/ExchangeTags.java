package io.tidegate.lab.script.http;

import io.tidegate.lab.metric.TagSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tags of exchanges. Most are of a kind that was there before, with any user, so all users of a
 * script share these. Any thread.
 */
public final class ExchangeTags {

  private static final int KINDS_MAX = 4_096;

  /**
   * What the tags of an exchange are made of, but for an error's words.
   *
   * @param base tags of the moment at which it was made
   * @param own tags that the script gave it
   * @param failed null where that is not measured
   */
  record Kind(
      TagSet base,
      TagSet own,
      String method,
      String name,
      int status,
      int errorCode,
      String proto,
      @Nullable String tls,
      @Nullable String ip,
      @Nullable Boolean failed) {}

  private final Set<String> systemTags;
  private final Map<Kind, TagSet> known = new ConcurrentHashMap<>();

  /** With these tags of k6's, and no others. */
  public ExchangeTags(Set<String> systemTags) {
    this.systemTags = systemTags;
  }

  /** Those of an exchange of that kind, and of this error. */
  TagSet of(Kind kind, @Nullable String error) {
    TagSet tags = known.get(kind);
    if (tags == null) {
      tags = made(kind);
      if (known.size() >= KINDS_MAX) known.clear();
      known.put(kind, tags);
    }
    boolean isTold = error == null || kind.own.get("error") != null;
    TagSet all = isTold ? tags : with(tags, "error", error);
    return all.withMetadata(kind.base.metadata()); // the kind may have come of another iteration
  }

  private TagSet made(Kind kind) {
    TagSet tags = kind.base;
    tags = with(tags, "method", kind.method);
    tags = with(tags, "url", kind.name);
    tags = with(tags, "name", kind.name);
    tags = with(tags, "status", Integer.toString(kind.status));
    if (!kind.proto.isEmpty()) tags = with(tags, "proto", kind.proto);
    if (kind.errorCode != 0) tags = with(tags, "error_code", Integer.toString(kind.errorCode));
    tags = with(tags, "tls_version", kind.tls);
    tags = with(tags, "ip", kind.ip);
    tags = tags.with(kind.own);
    return kind.failed == null
        ? tags
        : with(tags, "expected_response", kind.failed ? "false" : "true");
  }

  private TagSet with(TagSet tags, String name, @Nullable String value) {
    return value != null && systemTags.contains(name) ? tags.with(name, value) : tags;
  }
}
