package io.tidegate.lab.summary;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The groups of a run and the checks in them, each in the order in which they came first. Not
 * thread-safe.
 */
public final class CheckTree {

  private static final String SEPARATOR = "::";

  /** How often a check passed and failed. */
  public static final class Check {
    private final String name;
    private final String path;
    private long passes;
    private long fails;

    private Check(String name, String path) {
      this.name = name;
      this.path = path;
    }

    private void add(long morePasses, long moreFails) {
      passes += morePasses;
      fails += moreFails;
    }

    /** As the script calls it. */
    public String name() {
      return name;
    }

    /** Its group's path and its name. */
    public String path() {
      return path;
    }

    /** How often it held. */
    public long passes() {
      return passes;
    }

    /** How often it did not. */
    public long fails() {
      return fails;
    }
  }

  /** A group; the root has no name. */
  public static final class Group {
    private final String name;
    private final String path;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Check> checks = new LinkedHashMap<>();

    private Group(String name, String path) {
      this.name = name;
      this.path = path;
    }

    /** As the script calls it. */
    public String name() {
      return name;
    }

    /** Such as {@code ::shop::basket}. */
    public String path() {
      return path;
    }

    /** Those directly in it. */
    public Collection<Group> groups() {
      return groups.values();
    }

    /** Those directly in it. */
    public Collection<Check> checks() {
      return checks.values();
    }
  }

  private final Group root = new Group("", "");
  private final Map<String, Check> byName = new LinkedHashMap<>();

  /** The root, in which all others are. */
  public Group root() {
    return root;
  }

  /**
   * The group of this path, which is made where it is not there.
   *
   * @param path such as {@code ::shop::basket}; empty for the root
   */
  public Group group(String path) {
    Group group = root;
    if (path.isEmpty()) return group;
    for (String name :
        path.substring(path.startsWith(SEPARATOR) ? SEPARATOR.length() : 0).split(SEPARATOR, -1)) {
      Group parent = group;
      group =
          parent.groups.computeIfAbsent(name, _ -> new Group(name, parent.path + SEPARATOR + name));
    }
    return group;
  }

  /** So many passes and fails more of a check. */
  void add(String groupPath, String name, long passes, long fails) {
    Group group = group(groupPath);
    Check check =
        group.checks.computeIfAbsent(name, _ -> new Check(name, group.path + SEPARATOR + name));
    check.add(passes, fails);
    byName.computeIfAbsent(name, _ -> new Check(name, SEPARATOR + name)).add(passes, fails);
  }

  /**
   * All checks of all groups, those with the same name as one, in the order in which they came
   * first.
   */
  Collection<Check> byName() {
    return byName.values();
  }

  /** By what k6 knows a group or check: the MD5 of its path. */
  public static String id(String path) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(path.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e); // every JDK has it
    }
  }
}
