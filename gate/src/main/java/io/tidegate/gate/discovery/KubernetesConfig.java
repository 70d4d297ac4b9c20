package io.tidegate.gate.discovery;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service of a Kubernetes cluster, whose pods are the endpoints of an upstream.
 *
 * @param namespace where the service is
 * @param service as it is called there
 * @param port the name of a port of the service, or the number of that port of the pods; empty
 *     where the pods have one port only
 * @param api the API server; null for that of the cluster in which the gate itself runs
 * @param tokenFile the token that the API server wants; null for that of the gate's own pod, or for
 *     none where {@code api} is given
 * @param caFile certificates in PEM, one of which signed the API server's; null for those of the
 *     gate's own pod, or for those that the JDK trusts where {@code api} is given
 */
public record KubernetesConfig(
    String namespace,
    String service,
    String port,
    @Nullable URI api,
    @Nullable Path tokenFile,
    @Nullable Path caFile)
    implements DiscoveryConfig {

  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?";
  private static final Pattern FORM =
      Pattern.compile("(" + LABEL + ")/(" + LABEL + ")(?::(" + LABEL + "))?");

  public KubernetesConfig {
    String scheme = api == null ? "https" : String.valueOf(api.getScheme());
    boolean encrypted = scheme.equals("https");
    boolean known = encrypted || scheme.equals("http");
    if (!known || (api != null && api.getHost() == null))
      throw new IllegalArgumentException(
          "api must be an address such as https://10.0.0.1:6443, not \"" + api + "\"");
    if (api != null && (api.getQuery() != null || api.getFragment() != null))
      throw new IllegalArgumentException("api must end with its path");
    if (!encrypted && tokenFile != null)
      throw new IllegalArgumentException("token-file needs an api with https: a token is a secret");
    if (port.matches("[0-9]+") && !isPort(port))
      throw new IllegalArgumentException("the port must be in [1, 65535], not " + port);
  }

  private static boolean isPort(String digits) {
    return digits.length() <= 5
        && Integer.parseInt(digits) >= 1
        && Integer.parseInt(digits) <= 65_535;
  }

  /**
   * Reads {@code default/models:http}, {@code default/models:8000} or {@code default/models}.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static KubernetesConfig parse(
      String text, @Nullable URI api, @Nullable Path tokenFile, @Nullable Path caFile) {
    Matcher form = FORM.matcher(text);
    if (!form.matches())
      throw new IllegalArgumentException(
          "kubernetes must be namespace/service:port, such as default/models:http, not \""
              + text
              + "\"");
    String port = form.group(3);
    return new KubernetesConfig(
        form.group(1), form.group(2), port == null ? "" : port, api, tokenFile, caFile);
  }

  @Override
  public String source() {
    return "kubernetes " + namespace + "/" + service + (port.isEmpty() ? "" : ":" + port);
  }
}
