package io.tidegate.http.server;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.tidegate.testkit.RawClient;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS with a certificate made for the test, by the JDK's own tool. */
final class TlsTransport implements Transport {

  private static final char[] PASSWORD = "changeit".toCharArray();

  private final SslContext server;
  private final SSLContext client;

  TlsTransport(Path folder) throws Exception {
    KeyStore keys = keys(folder.resolve("keys.p12"));
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    server = SslContextBuilder.forServer(own).build();
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    client = SSLContext.getInstance("TLS");
    client.init(null, trusted.getTrustManagers(), null);
  }

  private static KeyStore keys(Path file) throws Exception {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String arguments =
        "-genkeypair -alias test -keyalg EC -dname CN=test -validity 2 -ext SAN=ip:127.0.0.1"
            + " -storetype PKCS12 -storepass changeit -keystore";
    ProcessBuilder keytool = new ProcessBuilder(tool);
    keytool.command().addAll(List.of(arguments.split(" ")));
    keytool.command().add(file.toString());
    Process process = keytool.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0)
      throw new AssertionError("keytool: " + said);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  @Override
  public void install(Channel channel) {
    channel.pipeline().addLast(server.newHandler(channel.alloc()));
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // what matters arrives as an event
  public void endOutput(Channel channel) {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    tls.closeOutbound().addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
  }

  @Override
  public boolean endsInput(Object event) {
    return event instanceof SslCloseCompletionEvent || PLAIN.endsInput(event);
  }

  /** A client that trusts this server. */
  RawClient connect(int port, int receiveBytes) throws Exception {
    return new RawClient(client.getSocketFactory().createSocket(), port, receiveBytes);
  }
}
