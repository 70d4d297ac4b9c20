package io.tidegate.app.keys;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The secrets of a data folder, made at the first start, readable by the owner alone.
 *
 * @param admin the admin key, as clients send it
 * @param adminFile the file of the admin key
 * @param signing the signing keys of tickets, as the start found them
 * @param signingFile the file of the signing keys, which may change
 * @param adminMade whether this start made the admin key
 * @param signingMade whether this start made the signing keys; tickets signed before it are void
 */
public record KeyFiles(
    String admin,
    Path adminFile,
    SigningKeyRing signing,
    SigningKeyFile signingFile,
    boolean adminMade,
    boolean signingMade) {

  /**
   * Reads the keys of a data folder, making those that are not there.
   *
   * @throws IOException if a file is there and not readable as what it should be; the message names
   *     it
   */
  public static KeyFiles in(Path data) throws IOException {
    AdminKeyFile admin = AdminKeyFile.in(data);
    SigningKeyFile signingFile = SigningKeyFile.in(data);
    boolean signingMade = signingFile.make();
    return new KeyFiles(
        admin.key(), admin.path(), signingFile.read(), signingFile, admin.made(), signingMade);
  }
}
