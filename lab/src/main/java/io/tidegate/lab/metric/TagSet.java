package io.tidegate.lab.metric;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Names with values, sorted by name, that say of what a sample is. Immutable.
 *
 * <p>What says which one of many alike it is, such as its user, are its metadata. They go with the
 * tags to whoever writes single samples, and are no part of {@link #equals}: so they make no series
 * of their own, of which there would be as many as samples.
 */
public final class TagSet {

  /** No tags. */
  public static final TagSet EMPTY = new TagSet(new String[0], null);

  /** Names and values by turns. */
  private final String[] pairs;

  private final int hash;
  private final @Nullable TagSet metadata;

  private TagSet(String[] pairs, @Nullable TagSet metadata) {
    this(pairs, Arrays.hashCode(pairs), metadata);
  }

  private TagSet(String[] pairs, int hash, @Nullable TagSet metadata) {
    this.pairs = pairs;
    this.hash = hash;
    this.metadata = metadata;
  }

  /** These. */
  public static TagSet of(Map<String, String> tags) {
    if (tags.isEmpty()) return EMPTY;
    String[] pairs = new String[2 * tags.size()];
    int at = 0;
    for (Map.Entry<String, String> tag : new TreeMap<>(tags).entrySet()) {
      pairs[at++] = tag.getKey();
      pairs[at++] = tag.getValue();
    }
    return new TagSet(pairs, null);
  }

  /** What says which one of many alike it is. */
  public TagSet metadata() {
    return metadata == null ? EMPTY : metadata;
  }

  /** The same with other metadata. */
  public TagSet withMetadata(TagSet other) {
    if (metadata().equals(other)) return this;
    return new TagSet(pairs, hash, other.isEmpty() ? null : other);
  }

  /** The same with one more, or another value of it. */
  public TagSet with(String name, String value) {
    int at = 0;
    while (at < pairs.length && pairs[at].compareTo(name) < 0) at += 2;
    boolean there = at < pairs.length && pairs[at].equals(name);
    if (there && pairs[at + 1].equals(value)) return this;
    String[] more = new String[pairs.length + (there ? 0 : 2)];
    System.arraycopy(pairs, 0, more, 0, at);
    more[at] = name;
    more[at + 1] = value;
    int rest = there ? at + 2 : at;
    System.arraycopy(pairs, rest, more, at + 2, pairs.length - rest);
    return new TagSet(more, metadata);
  }

  /** The same with all of these. */
  public TagSet with(TagSet others) {
    TagSet all = this;
    for (int i = 0; i < others.pairs.length; i += 2)
      all = all.with(others.pairs[i], others.pairs[i + 1]);
    return all;
  }

  /** The same without one. */
  public TagSet without(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (!pairs[i].equals(name)) continue;
      String[] fewer = new String[pairs.length - 2];
      System.arraycopy(pairs, 0, fewer, 0, i);
      System.arraycopy(pairs, i + 2, fewer, i, pairs.length - i - 2);
      return fewer.length == 0 && metadata == null ? EMPTY : new TagSet(fewer, metadata);
    }
    return this;
  }

  /** The value of one; null without it. */
  public @Nullable String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) if (pairs[i].equals(name)) return pairs[i + 1];
    return null;
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return pairs.length == 0;
  }

  /** Whether it has all of these, with the same values. */
  public boolean hasAll(TagSet wanted) {
    for (int i = 0; i < wanted.pairs.length; i += 2)
      if (!wanted.pairs[i + 1].equals(get(wanted.pairs[i]))) return false;
    return true;
  }

  /** Calls for each, by name. */
  public void forEach(BiConsumer<String, String> each) {
    for (int i = 0; i < pairs.length; i += 2) each.accept(pairs[i], pairs[i + 1]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TagSet set && hash == set.hash && Arrays.equals(pairs, set.pairs);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** As in the name of a part of a metric, {@code a:1,b:2}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEach((name, value) ->
        text.append(text.isEmpty() ? "" : ",").append(name).append(':').append(value));
    return text.toString();
  }
}
