package io.tidegate.gate.discovery.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.tidegate.gate.discovery.KubernetesConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.Collection;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The API server, as far as the EndpointSlices of one service go. The token and the certificates
 * are read from their files for each request, since both are renewed there. Blocks; for one thread.
 *
 * <p>HTTP/1.1: each of the few requests is a connection of its own, so that one that has died ends
 * one watch, and not what else runs over it.
 */
final class SliceApi implements AutoCloseable {

  private static final int PAGE = 100;
  private static final long RETRY_AFTER_S_MOST = 60;

  private final KubernetesConfig config;
  private final Cluster cluster;
  private final KubernetesTimes times;
  private byte[] trusted = {};
  private @Nullable HttpClient client;

  SliceApi(KubernetesConfig config, Cluster cluster, KubernetesTimes times) {
    this.config = config;
    this.cluster = cluster;
    this.times = times;
  }

  /**
   * A part of the list as it is now, by a quorum of the cluster's store: never one of the past.
   *
   * @param next from the part before; empty for the first
   */
  SlicePage list(String next) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        ask("&limit=" + PAGE + (next.isEmpty() ? "" : "&continue=" + encoded(next)));
    try (JsonBody body = new JsonBody(response.body(), times.answer())) {
      return requireNonNull(body.read(SliceJson::page));
    }
  }

  /** What happens from this version on, event by event, until the API server ends it. */
  JsonBody watch(String version) throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        ask(
            "&watch=1&allowWatchBookmarks=true&timeoutSeconds="
                + times.watch().toSeconds()
                + "&resourceVersion="
                + encoded(version));
    return new JsonBody(response.body(), times.watch().plus(times.grace()));
  }

  private HttpResponse<InputStream> ask(String how) throws IOException, InterruptedException {
    URI api = cluster.api(config);
    String base = api.toString().replaceFirst("/+$", "");
    String label = encoded("kubernetes.io/service-name=" + config.service());
    URI uri =
        URI.create(
            base
                + "/apis/discovery.k8s.io/v1/namespaces/"
                + config.namespace()
                + "/endpointslices?labelSelector="
                + label
                + how);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(times.answer())
            .header("Accept", "application/json")
            .header("User-Agent", "tidegate");
    authorize(request);
    HttpResponse<InputStream> response = send(client(), request.build(), api);
    if (response.statusCode() != 200) throw refusal(response);
    return response;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private void authorize(HttpRequest.Builder request) throws IOException {
    Path file = cluster.tokenFile(config);
    if (file == null) return;
    try {
      String token = read(file).strip();
      if (token.isEmpty()) throw new IOException("the token file " + file + " is empty");
      request.header("Authorization", "Bearer " + token);
    } catch (IllegalArgumentException _) {
      throw new IOException("the token file " + file + " has more than a token");
    }
  }

  private static String read(Path file) throws IOException {
    return new String(bytes(file), UTF_8);
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  // ---- the connection ----

  private HttpResponse<InputStream> send(HttpClient by, HttpRequest request, URI api)
      throws IOException, InterruptedException {
    String at = api.getRawAuthority();
    try {
      return by.send(request, BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw new IOException(at + " does not answer within " + times.answer().toSeconds() + " s", e);
    } catch (SSLException e) {
      throw new IOException("TLS with " + at + " fails: " + root(e).getMessage(), e);
    } catch (ConnectException e) {
      boolean unknown = root(e) instanceof UnresolvedAddressException;
      throw new IOException(
          unknown ? "no such name: " + api.getHost() : at + " refuses: nothing listens there", e);
    }
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) root = root.getCause();
    return root;
  }

  private HttpClient client() throws IOException {
    Path file = cluster.caFile(config);
    byte[] wanted = file == null ? new byte[0] : bytes(file);
    if (client != null && Arrays.equals(wanted, trusted)) return client;
    close();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(times.answer())
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    if (file != null) builder.sslContext(trusting(wanted, file));
    HttpClient made = builder.build();
    trusted = wanted;
    client = made;
    return made;
  }

  private static SSLContext trusting(byte[] pem, Path file) throws IOException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem));
      if (all.isEmpty()) throw new IOException(file + " has no certificate in PEM");
      int number = 0;
      for (Certificate one : all) store.setCertificateEntry("ca-" + number++, one);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(file + " has no certificates in PEM", e);
    }
  }

  @Override
  public void close() {
    if (client != null) client.shutdownNow();
    client = null;
  }

  // ---- refusals ----

  private ApiException refusal(HttpResponse<InputStream> response) throws IOException {
    int status = response.statusCode();
    String why =
        switch (status) {
          case 401 ->
              cluster.tokenFile(config) == null
                  ? ": it wants a token, and there is no token-file"
                  : ": it does not take the token in " + cluster.tokenFile(config);
          case 403 ->
              ": what the token stands for needs a Role with get, list and watch on endpointslices"
                  + " of discovery.k8s.io in the namespace "
                  + config.namespace();
          case 404 -> ": there is no discovery.k8s.io/v1";
          default -> "";
        };
    String said = message(response);
    return new ApiException(
        status,
        retryAfterMs(response),
        "the API server says " + status + why + (said.isBlank() ? "" : " (" + said.strip() + ")"));
  }

  /** What the body has for people, if it is a Status. */
  private String message(HttpResponse<InputStream> response) {
    try (JsonBody body = new JsonBody(response.body(), times.answer())) {
      return requireNonNull(body.read(SliceJson::status)).message();
    } catch (IOException _) {
      return "";
    }
  }

  private static long retryAfterMs(HttpResponse<?> response) {
    String seconds = response.headers().firstValue("Retry-After").orElse("");
    if (!seconds.matches("[0-9]{1,6}")) return 0;
    return 1_000 * Math.min(Long.parseLong(seconds), RETRY_AFTER_S_MOST);
  }
}
