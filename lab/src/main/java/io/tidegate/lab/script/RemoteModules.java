package io.tidegate.lab.script;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * Libraries that scripts import by their address. Each is fetched once and kept in a folder, so
 * that the next run needs no network.
 */
final class RemoteModules {

  private static final Duration WAIT = Duration.ofSeconds(30);
  private static final int BYTES_MAX = 16 * 1024 * 1024;

  private final Path folder;

  /**
   * Those of a folder, which is made when something is to be kept.
   *
   * @param folder absolute
   */
  RemoteModules(Path folder) {
    this.folder = folder;
  }

  /**
   * The text at an address.
   *
   * @param address what follows {@code https://}
   */
  synchronized byte[] get(String address) throws IOException {
    Path kept = folder.resolve(address).normalize();
    if (!kept.startsWith(folder)) throw new NoSuchFileException(address);
    if (address.startsWith("http:"))
      throw new IOException(address + " can be no import: only files and https:// can");
    if (Files.isRegularFile(kept)) return Files.readAllBytes(kept);
    byte[] bytes = fetch(address);
    Files.createDirectories(kept.getParent());
    Path part = Files.write(kept.resolveSibling(kept.getFileName() + ".part"), bytes);
    Files.move(part, kept, StandardCopyOption.REPLACE_EXISTING);
    return bytes;
  }

  private static byte[] fetch(String address) throws IOException {
    URI uri = URI.create("https://" + address);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(WAIT).build();
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(WAIT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpResponse<InputStream> reply = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = reply.body()) {
        if (reply.statusCode() != 200)
          throw new IOException("it answers with status " + reply.statusCode());
        byte[] bytes = body.readNBytes(BYTES_MAX + 1);
        if (bytes.length > BYTES_MAX) throw new IOException("it is larger than 16 MB");
        return bytes;
      }
    } catch (IOException e) {
      String why = e.getMessage() == null ? "it cannot be reached" : e.getMessage();
      throw new IOException(uri + " cannot be fetched: " + why, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
