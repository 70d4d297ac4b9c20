package io.tidegate.http.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The certificates that a listener shows, by the host name that a client asks for. They are read
 * all or none, and read again while connections go on: those that are open keep what they began
 * with. Any thread.
 *
 * <p>TLS 1.2 and 1.3 by the JDK, with the ciphers that HTTP/2 allows; sessions are resumed by
 * tickets, which the JDK seals with keys that it renews by itself.
 */
public final class Certificates {

  private static final ApplicationProtocolConfig WITH_HTTP2 =
      protocols(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);

  private static final ApplicationProtocolConfig HTTP1 =
      protocols(ApplicationProtocolNames.HTTP_1_1);

  private final ApplicationProtocolConfig protocols;
  private volatile Loaded loaded;

  private Certificates(ApplicationProtocolConfig protocols, Loaded loaded) {
    this.protocols = protocols;
    this.loaded = loaded;
  }

  /**
   * Reads them.
   *
   * @param http2 whether clients may choose HTTP/2
   * @throws IOException if anything of them is wrong; its message says what in which file
   */
  public static Certificates read(List<CertificateFiles> files, boolean http2) throws IOException {
    ApplicationProtocolConfig protocols = http2 ? WITH_HTTP2 : HTTP1;
    return new Certificates(protocols, Loaded.read(files, protocols));
  }

  private static ApplicationProtocolConfig protocols(String... names) {
    return new ApplicationProtocolConfig(
        Protocol.ALPN,
        SelectorFailureBehavior.NO_ADVERTISE,
        SelectedListenerFailureBehavior.ACCEPT,
        names);
  }

  /**
   * Goes by these files from the next connection on. Where anything of them is wrong, what was
   * before stays.
   *
   * @throws IOException as {@link #read}
   */
  public synchronized void replace(List<CertificateFiles> files) throws IOException {
    loaded = Loaded.read(files, protocols);
  }

  /**
   * Reads the same files again if their content has changed.
   *
   * @return whether it had
   * @throws IOException as {@link #read}; what was before stays
   */
  public synchronized boolean refresh() throws IOException {
    if (Arrays.equals(loaded.digest, Loaded.digest(loaded.files))) return false;
    loaded = Loaded.read(loaded.files, protocols);
    return true;
  }

  /** What is shown to a client that asks for this host, null for one that names none. */
  public SslContext contextFor(@Nullable String host) {
    return loaded.of(host);
  }

  private record Loaded(
      List<CertificateFiles> files,
      byte[] digest,
      Map<String, SslContext> byHost,
      SslContext otherwise) {

    static Loaded read(List<CertificateFiles> files, ApplicationProtocolConfig protocols)
        throws IOException {
      if (files.isEmpty()) throw new IOException("TLS needs a certificate");
      byte[] digest = digest(files); // first: what changes meanwhile is seen the next time
      Map<String, SslContext> byHost = new LinkedHashMap<>();
      SslContext otherwise = null;
      SslContext first = null;
      for (CertificateFiles pair : files) {
        SslContext context = context(PemPair.read(pair), protocols);
        if (first == null) first = context;
        if (pair.hosts().isEmpty() && otherwise == null) otherwise = context;
        for (String host : pair.hosts()) byHost.put(host.toLowerCase(Locale.ROOT), context);
      }
      if (otherwise == null) otherwise = first;
      return new Loaded(List.copyOf(files), digest, byHost, Objects.requireNonNull(otherwise));
    }

    private static SslContext context(PemPair pair, ApplicationProtocolConfig protocols)
        throws IOException {
      return SslContextBuilder.forServer(pair.key(), pair.chain())
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
          .applicationProtocolConfig(protocols)
          .build();
    }

    /** Of everything in the files; what cannot be read counts as empty, and fails when it is. */
    static byte[] digest(List<CertificateFiles> files) {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (CertificateFiles pair : files) {
          for (Path file : List.of(pair.certificate(), pair.key())) {
            digest.update((byte) 0);
            try {
              digest.update(Files.readAllBytes(file));
            } catch (IOException _) {
              digest.update((byte) 1);
            }
          }
        }
        return digest.digest();
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The name itself, then the star of its parent. */
    SslContext of(@Nullable String host) {
      if (host == null || byHost.isEmpty()) return otherwise;
      String name = host.toLowerCase(Locale.ROOT);
      SslContext exact = byHost.get(name);
      if (exact != null) return exact;
      int dot = name.indexOf('.');
      SslContext star = dot < 0 ? null : byHost.get("*" + name.substring(dot));
      return star == null ? otherwise : star;
    }
  }
}
