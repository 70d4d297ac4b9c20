package io.tidegate.app.keys;

import io.tidegate.store.disk.OwnerOnlyFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * The file of the signing keys, {@code signing.keys} in a data folder. It is replaced as a whole,
 * so a reader sees either the old keys or the new ones; a running service reads it again by itself.
 * Processes that change it at the same time do so one after another.
 *
 * @param path where it is
 */
public record SigningKeyFile(Path path) {

  // A file's lock is between processes; within one a second thread would be refused it.
  private static final Object IN_PROCESS = new Object();

  /** Of that data folder. */
  public static SigningKeyFile in(Path data) {
    return new SigningKeyFile(data.resolve("signing.keys"));
  }

  /** Makes it with a first key, unless it is there. */
  public boolean make() throws IOException {
    if (Files.exists(path)) return false;
    OwnerOnlyFile.write(path, SigningKeyRing.first(Instant.now()).text());
    return true;
  }

  /**
   * The keys in it.
   *
   * @throws IOException if it is not there or holds something else; the message names it
   */
  public SigningKeyRing read() throws IOException {
    try {
      return SigningKeyRing.parse(Files.readString(path));
    } catch (NoSuchFileException e) {
      throw new IOException(path + " is not there; the first start of the service makes it", e);
    } catch (CharacterCodingException e) {
      throw new IOException(path + " holds no text", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(path + " " + e.getMessage(), e);
    }
  }

  /**
   * Adds a new key, which signs from now on. On the disk when this returns.
   *
   * @throws IOException if it cannot be read or written, or holds as many as there can be
   */
  public SigningKeyRing rotate() throws IOException {
    return change(now -> now.rotated(Instant.now()));
  }

  /**
   * Takes a key away: what it signed is no ticket any more. On the disk when this returns.
   *
   * @throws IOException if it cannot be read or written, or that key signs or is not there
   */
  public SigningKeyRing retire(int id) throws IOException {
    return change(now -> {
      if (!now.has(id)) throw new IllegalArgumentException("has no key " + id);
      if (now.current().id() == id)
        throw new IllegalArgumentException(
            "signs with key " + id + "; let another one sign first, by keys rotate");
      return now.without(id);
    });
  }

  private interface Change {
    SigningKeyRing of(SigningKeyRing now);
  }

  private SigningKeyRing change(Change change) throws IOException {
    read();
    synchronized (IN_PROCESS) {
      return changeLocked(change);
    }
  }

  private SigningKeyRing changeLocked(Change change) throws IOException {
    Path lock = path.resolveSibling(path.getFileName() + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      SigningKeyRing changed = change.of(read());
      OwnerOnlyFile.write(path, changed.text());
      return changed;
    } catch (IllegalArgumentException e) {
      throw new IOException(path + " " + e.getMessage(), e);
    }
  }
}
