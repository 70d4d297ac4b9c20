package io.tidegate.gate.discovery.kubernetes;

import io.tidegate.gate.discovery.KubernetesConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a pod is told of its cluster.
 *
 * @param environment variables of the process
 * @param account the folder of its service account
 */
record Cluster(Map<String, String> environment, Path account) {

  static final String HOST = "KUBERNETES_SERVICE_HOST";
  static final String PORT = "KUBERNETES_SERVICE_PORT";

  /** The one that this process runs in, if it does. */
  static Cluster surrounding() {
    return new Cluster(System.getenv(), Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));
  }

  /**
   * Where the API server is.
   *
   * @throws IOException if nobody said
   */
  URI api(KubernetesConfig config) throws IOException {
    if (config.api() != null) return config.api();
    String host = environment.get(HOST);
    if (host == null || host.isEmpty())
      throw new IOException(
          "the gate is in no cluster, since " + HOST + " is not set: api names an API server");
    String port = environment.getOrDefault(PORT, "443");
    String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    try {
      return URI.create("https://" + name + ":" + port);
    } catch (IllegalArgumentException _) {
      throw new IOException(HOST + " and " + PORT + " are no address: " + name + ":" + port);
    }
  }

  @Nullable Path tokenFile(KubernetesConfig config) {
    return config.tokenFile() == null && config.api() == null
        ? account.resolve("token")
        : config.tokenFile();
  }

  @Nullable Path caFile(KubernetesConfig config) {
    return config.caFile() == null && config.api() == null
        ? account.resolve("ca.crt")
        : config.caFile();
  }
}
