package io.tidegate.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A certificate for trying things out: signed by itself, for {@code localhost} and this machine's
 * loopback addresses, made by the JDK's own tool.
 */
public final class DevCertificate {

  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final int DAYS = 90;

  private DevCertificate() {}

  /**
   * The one of that folder, which is made where there is none or it is about to end. The folder and
   * the key are for its owner alone.
   *
   * @throws IOException if it cannot be made
   */
  public static CertificateFiles in(Path folder) throws IOException {
    return in(folder, "localhost");
  }

  /** The same for another name. */
  public static CertificateFiles in(Path folder, String host) throws IOException {
    CertificateFiles files =
        new CertificateFiles(
            List.of(), folder.resolve(host + ".pem"), folder.resolve(host + ".key"));
    if (!lasts(files)) make(folder, host, files);
    return files;
  }

  private static boolean lasts(CertificateFiles files) {
    try {
      Instant end = PemPair.read(files).chain()[0].getNotAfter().toInstant();
      return Instant.now().plus(1, ChronoUnit.DAYS).isBefore(end);
    } catch (IOException _) {
      return false;
    }
  }

  private static void make(Path folder, String host, CertificateFiles files) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path store = folder.resolve(host + ".p12");
    Files.deleteIfExists(store);
    try {
      runKeytool(host, store);
      KeyStore keys = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(store)) {
        keys.load(in, PASSWORD);
      }
      write(files.key(), pem("PRIVATE KEY", keys.getKey("dev", PASSWORD).getEncoded()));
      write(files.certificate(), pem("CERTIFICATE", keys.getCertificate("dev").getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("keytool made what cannot be read", e);
    } finally {
      Files.deleteIfExists(store);
    }
  }

  private static void runKeytool(String host, Path store) throws IOException {
    ProcessBuilder keytool =
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    keytool
        .command()
        .addAll(
            List.of(
                "-genkeypair -alias dev -keyalg EC -groupname secp256r1 -storetype PKCS12 -storepass changeit"
                    .split(" ")));
    keytool.command().addAll(List.of("-dname", "CN=" + host, "-validity", "" + DAYS));
    keytool.command().addAll(List.of("-ext", "SAN=dns:" + host + ",ip:127.0.0.1,ip:::1"));
    keytool.command().addAll(List.of("-keystore", store.toString()));
    Process process = keytool.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0) return;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    throw new IOException("keytool made no certificate: " + said.strip());
  }

  /** A file that was there before may be open to others. */
  private static void write(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  private static String pem(String what, byte[] encoded) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }
}
