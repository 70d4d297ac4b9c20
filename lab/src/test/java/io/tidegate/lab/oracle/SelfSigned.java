package io.tidegate.lab.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** TLS for the recording server, with a certificate for {@code 127.0.0.1} that nobody trusts. */
final class SelfSigned {

  private static final String PASSWORD = "changeit";
  private static final int KEYTOOL_SECONDS_MAX = 30;

  private SelfSigned() {}

  /** Made by the JDK's own tool in this folder. */
  static SSLContext in(Path folder) throws IOException {
    Path store = folder.resolve("self-signed.p12");
    if (!Files.exists(store)) make(store);
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static void make(Path store) throws IOException {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                (keytool
                        + " -genkeypair -alias server -keyalg EC -groupname secp256r1 -dname CN=127.0.0.1"
                        + " -ext san=ip:127.0.0.1 -validity 2 -storetype PKCS12 -storepass "
                        + PASSWORD
                        + " -keystore "
                        + store)
                    .split(" ", -1))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0)
        throw new IOException("keytool made no certificate");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      process.destroy();
    }
  }
}
