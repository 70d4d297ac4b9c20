package io.tidegate.gate.forward;

/**
 * What happens to the beginning of a path on its way to the upstream.
 *
 * @param from how much of it goes, without a slash at the end; as the route matches it
 * @param to what comes instead, without a slash at the end
 */
public record PathRewrite(String from, String to) {

  /** Leaves paths as they are. */
  public static final PathRewrite NONE = new PathRewrite("", "");

  public PathRewrite {
    from = withoutSlash(from);
    to = withoutSlash(to);
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
