package io.tidegate.gate.discovery.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority that signs a server's certificate for 127.0.0.1, as that of a cluster does. */
record TestCa(Path certificate, SSLContext server) {

  private static final char[] PASSWORD = "changeit".toCharArray();

  static TestCa in(Path folder, String name) throws IOException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    keytool(store, "-alias ca -dname CN=" + name + " -ext bc:critical=ca:true");
    keytool(store, "-alias server -signer ca -dname CN=apiserver -ext san=ip:127.0.0.1");
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    String lines =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(keys.getCertificate("ca").getEncoded());
    Path pem =
        Files.writeString(
            folder.resolve(name + ".crt"),
            "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n");
    keys.deleteEntry("ca");
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), null, null);
    return new TestCa(pem, context);
  }

  private static void keytool(Path store, String what) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    String usual =
        "-genkeypair -keyalg EC -groupname secp256r1 -storetype PKCS12 -storepass changeit ";
    command.addAll(List.of((usual + what).split(" ")));
    command.addAll(List.of("-keystore", store.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    if (process.onExit().join().exitValue() != 0) throw new IOException(said);
  }
}
